import { type HousekeeperPost, housekeeper } from '@liren/contract/capabilities/housekeeper'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { AssignForm } from './assign-form.tsx'
import { AwayForm } from './away-form.tsx'
import { words } from './words.ts'

type View = 'today' | 'ended'

/** Who looks after which estate, building or unit, now and before. */
export default function HousekeeperPosts() {
  const t = useWords(words)
  const { modal, message } = App.useApp()
  const state = useListState()
  const view: View = state.filters.view === 'ended' ? 'ended' : 'today'
  const asked = usePages(housekeeper.endpoints.posts, { query: { limit: 50, view } })
  const end = useAction(housekeeper.endpoints.end)
  const [assigning, setAssigning] = useState(false)
  const [away, setAway] = useState<HousekeeperPost>()

  const finish = (post: HousekeeperPost) =>
    modal.confirm({
      title: `${t('end')} · ${post.place.label}`,
      content: t('endAsk'),
      onOk: async () => {
        if ((await end.run({ params: { id: post.id }, body: { version: post.version } })) === undefined) return
        void message.success(t('ended1'))
      },
    })

  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Link to="/housekeepers/answers">
          <Button>{t('seeAnswers')}</Button>
        </Link>
        <AddButton onClick={() => setAssigning(true)}>{t('assign')}</AddButton>
      </PageHead>
      <DataTable<HousekeeperPost>
        name="housekeepers"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        tools={
          <FilterMenu
            label={t('since')}
            value={view}
            options={(['today', 'ended'] as const).map((value) => ({ value, label: t(value) }))}
            onChange={(value) => state.setFilters(value === 'ended' ? { view: 'ended' } : {})}
          />
        }
        columns={[
          { key: 'place', title: t('place'), always: true, render: (row) => <strong>{row.place.label}</strong> },
          { key: 'keeper', title: t('keeper'), render: (row) => row.keeper.name },
          {
            key: 'substitute',
            title: t('substitute'),
            render: (row) => (row.substitute === null ? t('noSubstitute') : row.substitute.name),
          },
          { key: 'phone', title: t('phoneShort'), render: (row) => row.phone ?? '—' },
          { key: 'since', title: t('since'), render: (row) => <TimeText at={row.since} /> },
          ...(view === 'ended'
            ? [
                {
                  key: 'until',
                  title: t('until'),
                  render: (row: HousekeeperPost) => (row.until === null ? '—' : <TimeText at={row.until} />),
                },
              ]
            : [
                {
                  key: 'do',
                  title: '',
                  always: true,
                  render: (row: HousekeeperPost) => (
                    <span style={{ display: 'inline-flex', gap: 8 }}>
                      <Button size="small" onClick={() => setAway(row)}>
                        {t('away')}
                      </Button>
                      <Button size="small" danger onClick={() => finish(row)}>
                        {t('end')}
                      </Button>
                    </span>
                  ),
                },
              ]),
        ]}
        empty={<EmptyState what={t('one')} />}
      />
      <AssignForm open={assigning} onClose={() => setAssigning(false)} />
      <AwayForm post={away} onClose={() => setAway(undefined)} />
    </>
  )
}
