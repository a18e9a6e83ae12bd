import { type EnergyEquipment, energyEndpoints } from '@liren/contract/capabilities/energy'
import { Button } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { usePermissions } from '../../app/session/store.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable, shown } from './plain-table.tsx'
import { UpkeepForm } from './upkeep-form.tsx'
import { words } from './words.ts'

/** Pumps, fans and lamps by the hours they ran since they were last maintained. */
export function UpkeepCard() {
  const t = useWords(words)
  const mayChange = usePermissions().has('energy.manage')
  const [editing, setEditing] = useState<EnergyEquipment | 'new'>()
  const asked = useQuery(energyEndpoints.equipment, { query: { limit: 100 } })
  return (
    <Card
      title={t('upkeep')}
      extra={
        mayChange && (
          <Button size="small" icon={<Icon name="plus" />} onClick={() => setEditing('new')}>
            {t('addUpkeep')}
          </Button>
        )
      }
    >
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noUpkeep')} scene="rest" />
          ) : (
            <PlainTable
              caption={t('upkeep')}
              heads={[t('device'), t('now'), t('hours'), t('every'), t('next'), ...(mayChange ? [t('edit')] : [])]}
              rows={items.map((one) => [
                one.name,
                t(one.isRunning ? 'running' : 'resting'),
                t('hoursOf', { hours: shown(one.hours) }),
                t('hoursOf', { hours: shown(one.everyHours) }),
                one.maintainOn ?? t('none'),
                ...(mayChange
                  ? [
                      <Button key="change" size="small" onClick={() => setEditing(one)} aria-label={t('changeOf', { name: one.name })}>
                        {t('edit')}
                      </Button>,
                    ]
                  : []),
              ])}
            />
          )
        }
      </Shown>
      {editing ? <UpkeepForm equipment={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </Card>
  )
}
