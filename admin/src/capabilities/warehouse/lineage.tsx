import { type BaseKind, type WarehouseLineage, warehouse, warehouseKinds } from '@liren/contract/capabilities/warehouse'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Card, Stack } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Timeline } from '../../parts/timeline/timeline.tsx'
import { words } from './words.ts'

/** Where a record comes from, step by step, and where it goes. */
export function LineageDrawer({ kind, id, onClose }: { kind: BaseKind; id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(warehouse.endpoints.lineage, id === undefined ? null : { params: { kind, id } })
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={asked.data?.title ?? t('lineage')}
      tags={
        <StatusTag tone="neutral" icon="list">
          {say(warehouseKinds[kind])}
        </StatusTag>
      }
    >
      <Shown asked={asked}>{(told) => <Told told={told} />}</Shown>
    </RecordDrawer>
  )
}

function Told({ told }: { told: WarehouseLineage }) {
  const t = useWords(words)
  const say = useText()
  const called = (action: string) => t((action in words ? action : 'step') as 'step')
  return (
    <Stack>
      <Card title={t('from')}>
        <Timeline
          moments={told.from.map((step, n) => ({
            ...{ id: `${step.at} ${n}`, at: step.at, icon: 'edit' as const, tone: 'neutral' as const },
            ...{ title: called(step.action), who: step.by },
            children: [step.sourceText === null ? '' : say(step.sourceText), step.reason ?? ''].filter((part) => part !== '').join(' · '),
          }))}
        />
      </Card>
      {told.systems.length === 0 ? null : (
        <Card title={t('systems')} flush>
          <PlainTable caption={t('systems')} heads={[t('systems'), t('systemRef'), t('at')]} minWidth={420}>
            {told.systems.map((one) => (
              <tr key={`${one.system} ${one.ref}`}>
                <th scope="row">{one.system}</th>
                <td>{one.ref}</td>
                <td>
                  <TimeText at={one.lastAt} />
                </td>
              </tr>
            ))}
          </PlainTable>
        </Card>
      )}
      <Card title={t('to')} flush>
        {told.to.length === 0 ? (
          <EmptyState title={t('nowhere')} scene="rest" />
        ) : (
          <PlainTable caption={t('to')} heads={[t('to'), t('name')]} minWidth={320}>
            {told.to.map((one) => (
              <tr key={`${one.end} ${one.name}`}>
                <th scope="row">{t(one.end)}</th>
                <td>{one.name}</td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Card>
      {told.isCut ? <p>{t('cut')}</p> : null}
    </Stack>
  )
}
