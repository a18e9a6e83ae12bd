import {
  type KeptNotice,
  type NoticeState,
  notice,
  noticeAudiences,
  noticeCategories,
  noticeCategoryNames,
  noticePublishers,
  noticeStates,
} from '@liren/contract/capabilities/notice'
import { Button } from 'antd'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import { Editor } from './editor.tsx'
import style from './notice.module.css'
import { NoticeDrawer } from './notice-drawer.tsx'
import { ReadRate } from './read-rate.tsx'
import { NoticeTag } from './state.tsx'
import { words } from './words.ts'

const states = Object.keys(noticeStates) as NoticeState[]
const publishers = Object.keys(noticePublishers) as (keyof typeof noticePublishers)[]

/** Notices as those see them who write and review them, the newest first. */
export default function Notices() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters } = state
  const [isNew, setNew] = useFlag('new')
  const [isEdited, setEdited] = useFlag('edit')
  const asked = usePages(notice.endpoints.drafts, {
    query: {
      state: states.find((name) => name === filters.state),
      category: noticeCategoryNames.find((name) => name === filters.category),
      publisher: publishers.find((name) => name === filters.publisher),
      limit: 50,
    },
  })
  const columns = useMemo<readonly Column<KeptNotice>[]>(
    () => [
      { key: 'title', title: t('subject'), always: true, render: (row) => <strong>{row.title}</strong> },
      { key: 'state', title: t('state'), render: (row) => <NoticeTag state={row.state} /> },
      { key: 'category', title: t('category'), render: (row) => say(noticeCategories[row.category].text) },
      { key: 'publisher', title: t('publisher'), render: (row) => row.publisherName },
      { key: 'place', title: t('place'), render: (row) => <span className={style.whole}>{row.place.name}</span> },
      { key: 'audience', title: t('audience'), roomy: true, render: (row) => say(noticeAudiences[row.audience]) },
      { key: 'publishTime', title: t('publishTime'), render: (row) => <TimeText at={row.publishedAt ?? row.publishAt} /> },
      {
        key: 'endsAt',
        title: t('endsAt'),
        roomy: true,
        render: (row) => (
          <span className={style.whole}>
            <DayText at={row.endsAt} />
          </span>
        ),
      },
      { key: 'rate', title: t('rate'), render: (row) => <ReadRate told={row.told} read={row.read} /> },
      { key: 'author', title: t('author'), roomy: true, render: (row) => <span className={style.whole}>{row.author.name}</span> },
    ],
    [t, say],
  )
  const write = <AddButton onClick={() => setNew(true)}>{t('write')}</AddButton>
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        {write}
      </PageHead>
      <ViewTabs name="notices" state={state} views={states.map((name) => ({ name: say(noticeStates[name]), filters: { state: name } }))} />
      <DataTable
        name="notices"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.state === 'withdrawn' ? 'quiet' : undefined)}
        tools={
          <>
            <FilterMenu
              label={t('category')}
              value={filters.category}
              options={noticeCategoryNames.map((value) => ({ value, label: say(noticeCategories[value].text) }))}
              onChange={(value) => state.setFilter('category', value)}
            />
            <FilterMenu
              label={t('publisher')}
              value={filters.publisher}
              options={publishers.map((value) => ({ value, label: say(noticePublishers[value].text) }))}
              onChange={(value) => state.setFilter('publisher', value)}
            />
          </>
        }
        empty={
          state.isFiltered ? (
            <NoMatch clear={() => state.setFilters({})} />
          ) : (
            <EmptyState what={t('one')}>
              <Button onClick={() => setNew(true)}>{t('write')}</Button>
            </EmptyState>
          )
        }
      />
      <NoticeDrawer id={state.id} onClose={() => state.open(undefined)} onEdit={() => setEdited(true)} />
      {(isNew || (isEdited && state.id !== undefined)) && (
        <Editor
          id={isNew ? undefined : state.id}
          onClose={() => (isNew ? setNew(false) : setEdited(false))}
          onSaved={(id) => id !== state.id && state.open(id)}
        />
      )}
    </>
  )
}
