import { map } from '@liren/contract/capabilities/map'
import { type OverlayKind, type OverlaySummary, overlayKindNames, overlayKinds } from '@liren/contract/map/overlay'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { usePages, useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { useMode } from '../../../app/theme/mode.ts'
import { series } from '../../../app/theme/tokens.ts'
import { overlayColour } from '../../../parts/map/overlay-layers.ts'
import { Shown } from '../../../parts/state/shown.tsx'
import style from '../map.module.css'
import { type Spot, spotOfOverlay } from '../spot.ts'
import { words } from './words.ts'

interface Props {
  readonly asked: ReturnType<typeof useOverlays>
  readonly on: readonly string[]
  readonly onChange: (on: readonly string[]) => void
  readonly onShow: (spot: Spot) => void
}

export const useOverlays = (placeId: string | undefined) => usePages(map.endpoints.overlays, { query: { placeId, limit: 100 } })

/** Data of others by its five kinds, each layer with its source and its time; also the list of what is in it. */
export function OverlayList({ asked, on, onChange, onShow }: Props) {
  const t = useWords(words)
  const say = useText()
  const colours = series[useMode()]
  const byKind = (items: readonly OverlaySummary[]): [OverlayKind, readonly OverlaySummary[]][] =>
    overlayKindNames.map((kind): [OverlayKind, readonly OverlaySummary[]] => [kind, items.filter((one) => one.kind === kind)])
  return (
    <Shown asked={asked} empty={{ when: (items) => items.length === 0, show: <p className={style.quiet}>{t('none')}</p> }}>
      {(items) => (
        <ul className={style.layers}>
          {byKind(items)
            .filter(([, layers]) => layers.length > 0)
            .map(([kind, layers]) => (
              <li key={kind}>
                <h3>{say(overlayKinds[kind])}</h3>
                {layers.map((layer) => (
                  <div key={layer.id} data-overlay={layer.id}>
                    <label>
                      <Checkbox
                        checked={on.includes(layer.id)}
                        onChange={({ target }) => onChange(target.checked ? [...on, layer.id] : on.filter((id) => id !== layer.id))}
                        aria-label={layer.name}
                      />
                      <span className={style.swatch} style={{ background: overlayColour(kind, colours) }} aria-hidden />
                      <span>{layer.name}</span>
                      <output>{layer.count}</output>
                    </label>
                    <p className={style.origin}>{t('from', { source: layer.source, day: layer.takenOn })}</p>
                    {on.includes(layer.id) && <Contents layer={layer} onShow={onShow} />}
                  </div>
                ))}
              </li>
            ))}
        </ul>
      )}
    </Shown>
  )
}

/** The same as on the map, for the keyboard and for screen readers. */
function Contents({ layer, onShow }: { layer: OverlaySummary; onShow: (spot: Spot) => void }) {
  const t = useWords(words)
  const [isOpen, setOpen] = useState(false)
  const asked = useQuery(map.endpoints.overlay, isOpen ? { params: { id: layer.id } } : null)
  return (
    <details className={style.contents} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('contents', { count: layer.count })}</summary>
      {isOpen && (
        <Shown asked={asked}>
          {({ elements }) => (
            <ul aria-label={layer.name}>
              {elements.map((element) => (
                <li key={element.key}>
                  <Button type="text" size="small" onClick={() => onShow(spotOfOverlay(layer.id, element))}>
                    {element.name || t('item', { key: element.key })}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Shown>
      )}
    </details>
  )
}
