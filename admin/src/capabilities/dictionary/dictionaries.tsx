import { type Dictionary, dictionary } from '@liren/contract/capabilities/dictionary'
import { useMemo } from 'react'
import { pagedOf, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { DictionaryForm } from './dictionary-form.tsx'
import { words } from './words.ts'

const mostShown = 8

/** Every list of options. */
export default function Dictionaries() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const asked = useQuery(dictionary.endpoints.list)
  const paged = useMemo(() => pagedOf<Dictionary>(asked, asked.data?.items), [asked])
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <DataTable
        name="dictionaries"
        caption={t('title')}
        asked={paged}
        rowKey={(row) => row.code}
        onOpen={(row) => state.open(row.code)}
        openId={state.id}
        columns={[
          { key: 'name', title: t('name'), always: true, render: (row) => <strong>{say(row.text)}</strong> },
          { key: 'code', title: t('code'), render: (row) => <code>{row.code}</code> },
          {
            key: 'items',
            title: t('items'),
            render: (row) => (
              <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                {row.items
                  .filter((item) => !item.retired)
                  .slice(0, mostShown)
                  .map((item) => (
                    <Chip key={item.code}>{say(item.text)}</Chip>
                  ))}
              </span>
            ),
          },
          {
            key: 'count',
            title: '',
            align: 'end',
            render: (row) => {
              const retired = row.items.filter((item) => item.retired).length
              return (
                <small style={{ color: 'var(--text-3)' }}>
                  {t('inUse', { count: row.items.length - retired })}
                  {retired > 0 && ` · ${t('retiredCount', { count: retired })}`}
                </small>
              )
            },
          },
        ]}
        empty={<EmptyState what={t('one')} />}
      />
      <DictionaryForm dictionary={asked.data?.items.find((row) => row.code === state.id)} onClose={() => state.open(undefined)} />
    </>
  )
}
