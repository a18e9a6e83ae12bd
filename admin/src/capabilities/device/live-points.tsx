import { type Device, device } from '@liren/contract/capabilities/device'
import { useCallback, useRef, useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { type LiveEvent, useLiveEvents } from '../../app/live/live.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Household } from './household.tsx'
import { drawableOf, labelOf, Points } from './points.tsx'
import { SeriesChart } from './series-chart.tsx'
import { propertyOf } from './value.ts'
import { words } from './words.ts'

const gatherMs = 1000

/** What the device reports now; of the meter of one home nothing, but for a reason. */
export function LivePoints({ device: shown }: { device: Device }) {
  return shown.withheld ? <Household device={shown} /> : <Now device={shown} />
}

/** A number or a switch can be followed back in time. */
function Now({ device: shown }: { device: Device }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(device.endpoints.shadow, { params: { id: shown.id } })
  const [chosen, setChosen] = useState<string>()
  const { reload } = asked
  const waiting = useRef(false)
  // Devices of the place have spoken: the values are asked for again, once a second at most.
  const hear = useCallback(
    (event: LiveEvent) => {
      if (event.name !== 'device.told' || waiting.current) return
      waiting.current = true
      setTimeout(() => {
        waiting.current = false
        reload()
      }, gatherMs)
    },
    [reload],
  )
  useLiveEvents(hear)
  return (
    <Shown asked={asked}>
      {({ shadow, model }) => {
        const properties = model?.properties ?? []
        const names = Object.keys(shadow.reported)
        if (model === null) return <EmptyState title={t('noModel')} />
        if (names.length === 0) return <EmptyState title={t('noPoints')} scene="rest" />
        const drawable = drawableOf(shadow)
        const drawn = chosen !== undefined && drawable.includes(chosen) ? chosen : drawable[0]
        return (
          <>
            <Points shadow={shadow} properties={properties} drawn={drawn} onChoose={setChosen} />
            {drawn !== undefined && (
              <SeriesChart
                id={shown.id}
                name={drawn}
                label={labelOf(properties, drawn, say)}
                property={propertyOf(properties, drawn).property}
              />
            )}
          </>
        )
      }}
    </Shown>
  )
}
