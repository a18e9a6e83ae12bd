import { type RepairSummary, repairKinds } from '@liren/contract/capabilities/repair'
import { useMemo } from 'react'
import { useText, useWords } from '../../app/language/use.ts'
import { Person } from '../../parts/person/person.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { TimeText } from '../../parts/text/time.tsx'
import style from './repair.module.css'
import { RepairClock, RepairFlags, RepairStateTag } from './state.tsx'
import { words } from './words.ts'

/** What a list of repairs shows, wherever it stands. */
export function useRepairColumns(): readonly Column<RepairSummary>[] {
  const t = useWords(words)
  const say = useText()
  return useMemo(
    () => [
      {
        key: 'what',
        title: t('what'),
        always: true,
        render: (row) => (
          <div className={style.what}>
            {row.thumb && <img src={row.thumb} alt="" width={40} height={40} loading="lazy" />}
            <div>
              <strong>{row.title}</strong>
              <small>
                {row.number} · {say(row.category)}
              </small>
            </div>
          </div>
        ),
      },
      {
        key: 'state',
        title: t('state'),
        render: (row) => (
          <span className={style.tags}>
            <RepairStateTag state={row.state} />
            <RepairFlags repair={row} />
          </span>
        ),
      },
      { key: 'due', title: t('due'), width: 150, render: (row) => <RepairClock repair={row} /> },
      { key: 'handler', title: t('handler'), width: 130, render: (row) => <Person name={row.handler?.name} /> },
      { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.label },
      { key: 'kind', title: t('kind'), hidden: true, render: (row) => say(repairKinds[row.kind]) },
      { key: 'created', title: t('created'), roomy: true, width: 130, render: (row) => <TimeText at={row.createdAt} /> },
      { key: 'rating', title: t('rating'), hidden: true, render: (row) => (row.rating === null ? '–' : t('stars', { count: row.rating })) },
      { key: 'followers', title: t('followers'), hidden: true, align: 'end', render: (row) => row.followers },
    ],
    [t, say],
  )
}
