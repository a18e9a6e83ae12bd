import { type Device, device } from '@liren/contract/capabilities/device'
import { useCallback, useRef, useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { type LiveEvent, useLiveEvents } from '../../app/live/live.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './device.module.css'
import { SeriesChart } from './series-chart.tsx'
import { propertyOf, sayValue } from './value.ts'
import { words } from './words.ts'

const gatherMs = 1000

/** What the device reports now; a number or a switch can be followed back in time. */
export function LivePoints({ device: shown }: { device: Device }) {
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
        const drawable = names.filter((name) => typeof shadow.reported[name]?.v !== 'string')
        const drawn = chosen !== undefined && drawable.includes(chosen) ? chosen : drawable[0]
        const labelOf = (name: string) => {
          const { property, part } = propertyOf(properties, name)
          return `${property ? say(property.text) : name}${part === undefined ? '' : ` ${part}`}`
        }
        return (
          <>
            <div className={style.points}>
              {names.map((name) => {
                const held = shadow.reported[name]
                const wanted = shadow.desired[name]
                const { property } = propertyOf(properties, name)
                const inside = (
                  <>
                    <span className={style.label}>{labelOf(name)}</span>
                    <span className={style.value}>{sayValue(property, held?.v, say, [t('yes'), t('no')])}</span>
                    <span className={style.note}>
                      <TimeText at={held?.at ?? null} />
                      {wanted && ` · ${t('wanted', { value: sayValue(property, wanted.v, say, [t('yes'), t('no')]) })}`}
                    </span>
                  </>
                )
                return drawable.includes(name) ? (
                  <button type="button" key={name} className={style.point} data-on={name === drawn} onClick={() => setChosen(name)}>
                    {inside}
                  </button>
                ) : (
                  <div key={name} className={style.point}>
                    {inside}
                  </div>
                )
              })}
            </div>
            {drawn !== undefined && (
              <SeriesChart id={shown.id} name={drawn} label={labelOf(drawn)} property={propertyOf(properties, drawn).property} />
            )}
          </>
        )
      }}
    </Shown>
  )
}
