import { energyEndpoints } from '@liren/contract/capabilities/energy'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable, shown } from './plain-table.tsx'
import { words } from './words.ts'

/** Pumps, fans and lamps by the hours they ran since they were last maintained. */
export function UpkeepCard({ place }: { place: string | undefined }) {
  const t = useWords(words)
  const asked = useQuery(energyEndpoints.equipment, { query: { limit: 50, placeId: place } })
  return (
    <Card title={t('upkeep')}>
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noUpkeep')} scene="rest" />
          ) : (
            <PlainTable
              caption={t('upkeep')}
              heads={[t('device'), t('now'), t('hours'), t('every'), t('next')]}
              rows={items.map((one) => [
                one.name,
                t(one.isRunning ? 'running' : 'resting'),
                t('hoursOf', { hours: shown(one.hours) }),
                t('hoursOf', { hours: shown(one.everyHours) }),
                one.maintainOn ?? t('none'),
              ])}
            />
          )
        }
      </Shown>
    </Card>
  )
}
