import { energyCarriers, energyEndpoints, energyUses, type LiveEnergy } from '@liren/contract/capabilities/energy'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable, shown } from './plain-table.tsx'
import { words } from './words.ts'

const rateOf = ({ carrier, rate }: LiveEnergy['items'][number]): string | undefined =>
  rate === null ? undefined : carrier === 'water' || carrier === 'gas' ? `${shown(rate)} L/h` : `${shown(rate / 1000)} kW`

/** What runs now by carrier and use, and what the last seven whole days saved. */
export function LiveCard({ place }: { place: string | undefined }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(energyEndpoints.live, { query: { placeId: place } })
  return (
    <Card title={t('live')}>
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noMeters')} scene="rest" />
          ) : (
            <PlainTable
              caption={t('live')}
              heads={[t('use'), t('meters'), t('now'), t('today'), t('week'), t('baseline'), t('saved')]}
              rows={items.map((item) => {
                const amount = (value: number | null) => (value === null ? t('none') : `${shown(value)} ${item.unit}`)
                return [
                  `${say(energyCarriers[item.carrier].text)} · ${say(energyUses[item.use])}`,
                  item.meters,
                  rateOf(item) ?? t('none'),
                  amount(item.today),
                  amount(item.week),
                  amount(item.baseline),
                  amount(item.saved),
                ]
              })}
            />
          )
        }
      </Shown>
    </Card>
  )
}
