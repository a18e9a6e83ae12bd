import {
  type AskState,
  askKinds,
  askStates,
  type DeskAsk,
  type HousekeeperFigures,
  housekeeper,
} from '@liren/contract/capabilities/housekeeper'
import { Link } from 'react-router'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Card, Figure, PageHead } from '../../parts/page/page.tsx'
import { Bone } from '../../parts/state/bones.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './answers.module.css'
import { words } from './words.ts'

const looks: Readonly<Record<AskState, Status>> = {
  waiting: { tone: 'info', icon: 'clock' },
  answered: { tone: 'info', icon: 'play' },
  closed: { tone: 'success', icon: 'check' },
}

/** How soon residents were answered, as a whole, by housekeeper, and request by request; never what was said. */
export default function HousekeeperAnswers() {
  const t = useWords(words)
  const state = useListState()
  const from = state.filters.from ?? dayBefore(29)
  const to = state.filters.to ?? dayBefore(0)
  const figures = useQuery(housekeeper.endpoints.figures, { query: { from, to } })
  return (
    <>
      <PageHead title={t('answers')} text={t('answersText', { from, to })}>
        <FilterDays
          label={t('day')}
          value={{ from, to }}
          onChange={(days) => state.setFilters({ ...state.filters, from: days.from ?? '', to: days.to ?? '' })}
        />
      </PageHead>
      <div className={style.stack}>
        <Shown asked={figures} bones={<Bone height={120} />}>
          {(data) => <Figures of={data} />}
        </Shown>
        <Asks />
      </div>
    </>
  )
}

function Figures({ of }: { of: HousekeeperFigures }) {
  const t = useWords(words)
  const mean = (minutes: number | null) => (minutes === null ? '–' : t('minutes', { minutes }))
  return (
    <>
      <Card>
        <div className={style.figures}>
          <Figure label={t('asked')} value={of.asked} unit={t('unit')} />
          <Figure label={t('answered')} value={of.answered} unit={t('unit')} />
          <Figure label={t('inTime')} value={of.inTime} unit={t('unit')} />
          <Figure label={t('overdue')} value={of.overdue} unit={t('unit')} {...(of.overdue > 0 ? { tone: 'danger' as const } : {})} />
          <Figure label={t('mean')} value={mean(of.meanMinutes)} />
        </div>
      </Card>
      {of.keepers.length === 0 ? null : (
        <Card title={t('byKeeper')}>
          <table style={{ width: '100%', borderSpacing: '0 6px', textAlign: 'start' }}>
            <thead>
              <tr>
                {[t('keeper'), t('asked'), t('answered'), t('inTime'), t('overdue'), t('mean')].map((head) => (
                  <th key={head} style={{ textAlign: 'start', fontWeight: 500 }}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {of.keepers.map((row) => (
                <tr key={row.keeper.id}>
                  <td>{row.keeper.name}</td>
                  <td>{row.asked}</td>
                  <td>{row.answered}</td>
                  <td>{row.inTime}</td>
                  <td>{row.overdue}</td>
                  <td>{mean(row.meanMinutes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
    </>
  )
}

function Asks() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const chosen = state.filters.state as AskState | undefined
  const asked = usePages(housekeeper.endpoints.asks, { query: { limit: 50, ...(chosen ? { state: chosen } : {}) } })
  const { state: _state, ...others } = state.filters
  return (
    <DataTable<DeskAsk>
      name="housekeeper-asks"
      caption={t('answers')}
      asked={asked}
      rowKey={(row) => row.id}
      tools={
        <FilterMenu
          label={t('state')}
          value={chosen}
          options={(Object.keys(askStates) as AskState[]).map((value) => ({ value, label: say(askStates[value]) }))}
          onChange={(value) => state.setFilters(value === undefined ? others : { ...others, state: value })}
        />
      }
      columns={[
        { key: 'house', title: t('house'), always: true, render: (row) => row.house },
        { key: 'kind', title: t('kind'), render: (row) => say(askKinds[row.kind]) },
        {
          key: 'state',
          title: t('state'),
          render: (row) =>
            row.overdue ? (
              <StatusTag tone="danger" icon="clock">
                {t('late')}
              </StatusTag>
            ) : (
              <StatusTag {...looks[row.state]}>{say(askStates[row.state])}</StatusTag>
            ),
        },
        { key: 'keeper', title: t('keeper'), render: (row) => row.keeper?.name ?? t('none') },
        { key: 'asked', title: t('askedAt'), render: (row) => <TimeText at={row.askedAt} /> },
        {
          key: 'response',
          title: t('response'),
          align: 'end',
          render: (row) => (row.responseMinutes === null ? '—' : t('minutes', { minutes: row.responseMinutes })),
        },
        {
          key: 'repair',
          title: t('repair'),
          render: (row) => (row.repair === null ? '—' : <Link to={`/repairs?id=${row.repair.id}`}>{row.repair.number}</Link>),
        },
      ]}
      empty={chosen ? <NoMatch clear={() => state.setFilters(others)} /> : <EmptyState what={t('ask')} />}
    />
  )
}
