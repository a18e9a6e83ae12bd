import { visitEndpoints } from '@liren/contract/capabilities/visit'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { dayBefore, FilterDays } from '../../parts/filter/filter-days.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './visit.module.css'
import { words } from './words.ts'

/** How visits ended, grid by grid, and how much of what is due is in time. */
export default function VisitStatistics() {
  const t = useWords(words)
  const state = useListState()
  const from = state.filters.from ?? dayBefore(29)
  const to = state.filters.to ?? dayBefore(0)
  const asked = useQuery(visitEndpoints.statistics, { query: { from, to } })
  return (
    <>
      <PageHead title={t('statistics')} text={t('statisticsText', { from, to })}>
        <FilterDays
          label={t('day')}
          value={{ from, to }}
          onChange={(days) => state.setFilters({ from: days.from ?? '', to: days.to ?? '' })}
        />
      </PageHead>
      <Shown asked={asked}>
        {({ grids }) =>
          grids.length === 0 ? (
            <EmptyState what={t('noGrids')} scene="rest" />
          ) : (
            <Card title={t('statistics')}>
              <table className={style.table}>
                <caption className="visually-hidden">{t('statistics')}</caption>
                <thead>
                  <tr>
                    {(['grid', 'unchanged', 'changed', 'absent', 'refused', 'due', 'overdueCount', 'control'] as const).map((head) => (
                      <th key={head} scope="col">
                        {t(head)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {grids.map((grid) => (
                    <tr key={grid.id}>
                      <th scope="row">{grid.name}</th>
                      <td>{grid.unchanged}</td>
                      <td>{grid.changed}</td>
                      <td>{grid.absent}</td>
                      <td>{grid.refused}</td>
                      <td>{grid.due}</td>
                      <td className={grid.overdue > 0 ? style.outdated : undefined}>{grid.overdue}</td>
                      <td>{grid.control === null ? '–' : `${Math.round(grid.control * 1000) / 10}%`}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Card>
          )
        }
      </Shown>
    </>
  )
}
