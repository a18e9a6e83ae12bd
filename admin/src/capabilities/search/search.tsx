import { type Found, search } from '@liren/contract/capabilities/search'
import { Alert, Button } from 'antd'
import { Link } from 'react-router'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { allRecords } from '../../app/nav/registry.ts'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { LineBones } from '../../parts/state/bones.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Marked } from '../../parts/text/marked.tsx'
import { DocumentTitle } from './document.tsx'
import style from './search.module.css'
import { words } from './words.ts'

const pageOf = (item: Found) => allRecords.find(({ subject }) => subject === item.subject)

/** Every file and case by one box; one kind at a time when there is more than a preview. */
export default function Search() {
  const t = useWords(words)
  const state = useListState()
  const q = state.filters.q ?? ''
  const kind = state.filters.kind
  const isAsked = q.trim().length > 1
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <div className={style.box}>
        <SearchField value={q} onChange={(text) => state.setFilters({ ...state.filters, q: text })} placeholder={t('field')} />
        {kind && <Button onClick={() => state.setFilter('kind', undefined)}>{t('all')}</Button>}
      </div>
      {!isAsked && <EmptyState title={t('begin')} text={t('beginText')} scene="cat" />}
      {isAsked && (kind ? <OfKind q={q} kind={kind} /> : <OfAll q={q} onKind={(next) => state.setFilter('kind', next)} />)}
    </>
  )
}

function Nothing({ q }: { q: string }) {
  const t = useWords(words)
  return <EmptyState title={t('none', { text: q })} text={t('noneText')} scene="cat" />
}

/** A record that has a page of its own here leads to it. */
function Title({ item, q }: { item: Found; q: string }) {
  const page = pageOf(item)
  if (item.subject === 'document') return <DocumentTitle id={item.id} title={item.title} looked={q} />
  return page ? (
    <Link to={page.path(item.id)}>
      <Marked text={item.title} looked={q} />
    </Link>
  ) : (
    <Marked text={item.title} looked={q} />
  )
}

function OfAll({ q, onKind }: { q: string; onKind: (kind: string) => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(search.endpoints.find, { query: { q } })
  return (
    <Shown asked={asked} bones={<LineBones />} empty={{ when: (found) => found.groups.length === 0, show: <Nothing q={q} /> }}>
      {(found) => (
        <div className={style.groups}>
          {!found.isComplete && <Alert type="info" showIcon message={t('writing')} />}
          {found.groups.map((group) => (
            <Card
              key={group.subject}
              title={say(group.text)}
              extra={group.more && <Button onClick={() => onKind(group.subject)}>{t('more', { kind: say(group.text) })}</Button>}
            >
              <ul className={style.items}>
                {group.items.map((item) => (
                  <li key={item.id}>
                    <Icon name={pageOf(item)?.icon ?? (item.subject === 'document' ? 'audit' : 'go')} size={16} />
                    <span className={style.words}>
                      <Title item={item} q={q} />
                      <small>
                        <Marked text={item.hint} looked={q} />
                      </small>
                      {item.excerpt && (
                        <small className={style.excerpt}>
                          <Marked text={item.excerpt} looked={q} />
                        </small>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          ))}
        </div>
      )}
    </Shown>
  )
}

function OfKind({ q, kind }: { q: string; kind: string }) {
  const t = useWords(words)
  const asked = usePages(search.endpoints.list, { params: { subject: kind }, query: { q, limit: 50 } })
  return (
    <DataTable
      name="search"
      caption={t('title')}
      asked={asked}
      rowKey={(row) => row.id}
      columns={[
        { key: 'name', title: t('name'), always: true, render: (row) => <Title item={row} q={q} /> },
        { key: 'hint', title: t('hint'), render: (row) => <Marked text={row.hint} looked={q} /> },
        { key: 'excerpt', title: t('excerpt'), render: (row) => <Marked text={row.excerpt ?? ''} looked={q} /> },
      ]}
      empty={<Nothing q={q} />}
    />
  )
}
