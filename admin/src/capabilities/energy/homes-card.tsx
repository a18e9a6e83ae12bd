import { type EnergyCarrier, energyCarriers, energyEndpoints } from '@liren/contract/capabilities/energy'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable, shown } from './plain-table.tsx'
import { words } from './words.ts'

/** What homes used in a month, building by building, and single homes that agreed. */
export function HomesCard({ carrier, month, place }: { carrier: EnergyCarrier; month: string; place: string | undefined }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(energyEndpoints.homes, { query: { month, carrier, placeId: place } })
  return (
    <Card title={t('homes', { name: say(energyCarriers[carrier].text), month })}>
      <Shown asked={asked}>
        {({ buildings, agreed, unit }) => (
          <>
            {buildings.length === 0 ? (
              <EmptyState title={t('fewHomes')} scene="rest" />
            ) : (
              <PlainTable
                caption={t('homes', { name: say(energyCarriers[carrier].text), month })}
                heads={[t('building'), t('houses'), `${t('used')} (${unit})`, t('average')]}
                rows={buildings.map((one) => [one.name, one.houses, shown(one.used), shown(one.average)])}
              />
            )}
            <h3 style={{ margin: '16px 0 8px', fontSize: 14 }}>{t('agreed')}</h3>
            {agreed.length === 0 ? (
              <p style={{ margin: 0 }}>{t('noAgreed')}</p>
            ) : (
              <PlainTable
                caption={t('agreed')}
                heads={[t('home'), `${t('used')} (${unit})`]}
                rows={agreed.map((one) => [one.name, shown(one.used)])}
              />
            )}
          </>
        )}
      </Shown>
    </Card>
  )
}
