import { type ElementGroup, elementGroups, layerSpec, type MapLayer, mapLayerNames } from '@liren/contract/map/kinds'
import { Checkbox } from 'antd'
import { useText, useWords } from '../../app/language/use.ts'
import { useMode } from '../../app/theme/mode.ts'
import { dark, light, series } from '../../app/theme/tokens.ts'
import { markColour } from '../../parts/map/style.ts'
import style from './map.module.css'
import { words } from './words.ts'

interface Props {
  readonly counts: readonly { readonly layer: MapLayer; readonly count: number; readonly isCapped: boolean }[]
  readonly on: readonly MapLayer[]
  readonly onChange: (on: readonly MapLayer[]) => void
}

/** Layers by the six kinds of elements, each with its number within the boundary; also the legend of the map. */
export function LayerList({ counts, on, onChange }: Props) {
  const t = useWords(words)
  const say = useText()
  const mode = useMode()
  const look = { tokens: mode === 'dark' ? dark : light, series: series[mode] }
  const groups = (Object.keys(elementGroups) as ElementGroup[]).map((group) => ({
    group,
    layers: mapLayerNames.flatMap((layer) => (layerSpec(layer).group === group ? counts.filter((one) => one.layer === layer) : [])),
  }))
  return (
    <ul className={style.layers}>
      {groups
        .filter(({ layers }) => layers.length > 0)
        .map(({ group, layers }) => (
          <li key={group}>
            <h3>{say(elementGroups[group])}</h3>
            {layers.map(({ layer, count, isCapped }) => (
              <label key={layer} data-layer={layer}>
                <Checkbox
                  checked={on.includes(layer)}
                  onChange={({ target }) => onChange(target.checked ? [...on, layer] : on.filter((one) => one !== layer))}
                  aria-label={say(layerSpec(layer).text)}
                />
                <span
                  className={style.swatch}
                  style={{ background: markColour(layer, layer === 'device' ? 'online' : null, look) }}
                  aria-hidden
                />
                <span>{say(layerSpec(layer).text)}</span>
                <output>{isCapped ? t('capped', { count }) : count}</output>
              </label>
            ))}
          </li>
        ))}
    </ul>
  )
}
