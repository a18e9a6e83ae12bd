import { firmwareEndpoints, type Rollout, rolloutStates, rolloutStateTexts } from '@liren/contract/capabilities/firmware'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { RolloutTag } from './looks.tsx'
import { RolloutDrawer } from './rollout-drawer.tsx'
import { words } from './words.ts'

/** Who is brought to which version, and how far that came. */
export function Rollouts() {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilter, id, open } = useListState()
  const only = rolloutStates.find((one) => one === filters.state)
  const asked = usePages(firmwareEndpoints.rollouts, { query: { limit: 50, ...(only ? { state: only } : {}) } })
  return (
    <>
      <DataTable
        name="firmware-rollouts"
        caption={t('tabRollouts')}
        asked={asked}
        rowKey={(row: Rollout) => row.id}
        onOpen={(row) => open(row.id)}
        tools={
          <FilterMenu
            label={t('state')}
            value={filters.state}
            onChange={(value) => setFilter('state', value)}
            options={rolloutStates.map((value) => ({ value, label: say(rolloutStateTexts[value]) }))}
          />
        }
        columns={[
          {
            key: 'rollout',
            title: t('rollout'),
            always: true,
            render: (row) => (
              <>
                <strong>{`${row.product.name} → ${row.package.release}`}</strong>
                <div style={{ color: 'var(--text-2)', fontSize: 12 }}>{row.reason}</div>
              </>
            ),
          },
          { key: 'state', title: t('state'), always: true, width: 180, render: (row) => <RolloutTag state={row.state} /> },
          { key: 'progress', title: t('progress'), render: (row) => <Progress of={row} /> },
          { key: 'step', title: t('step'), width: 110, roomy: true, render: (row) => t('stepOf', { step: row.step, steps: row.steps }) },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name },
          { key: 'by', title: t('startedBy'), width: 100, roomy: true, render: (row) => row.startedBy },
          { key: 'at', title: t('startedAt'), width: 120, render: (row) => <TimeText at={row.startedAt} /> },
        ]}
        empty={only ? <NoMatch clear={() => setFilter('state', undefined)} /> : <EmptyState title={t('noRollouts')} scene="rest" />}
      />
      {id === undefined ? null : <RolloutDrawer key={id} id={id} onClose={() => open(undefined)} />}
    </>
  )
}

export function Progress({ of }: { of: Rollout }) {
  const t = useWords(words)
  const parts = [
    t('doneOf', { done: of.done, total: of.total }),
    ...(of.failed > 0 ? [t('failedOf', { n: of.failed })] : []),
    ...(of.silent > 0 ? [t('silentOf', { n: of.silent })] : []),
  ]
  return parts.join(' · ')
}
