import type { map } from '@liren/contract/capabilities/map'
import type { Answer } from '../../app/api/call.ts'
import { useWords } from '../../app/language/use.ts'
import { BuildingGrid } from '../../parts/building/building-grid.tsx'
import style from './map.module.css'
import { type Colouring, useTone } from './tone.ts'
import { words } from './words.ts'

interface Props {
  readonly building: Answer<typeof map.endpoints.building>
  readonly by: Colouring
  readonly chosen: string | undefined
  readonly onOpen: (houseId: string) => void
}

/** Floors down, units across: a table, so that a screen reader says where each house is. */
export function BuildingTable({ building, by, chosen, onOpen }: Props) {
  const t = useWords(words)
  const tone = useTone()
  return (
    <BuildingGrid
      caption={t('tableCaption', { name: building.name })}
      corner={t('floors')}
      noUnit={t('noUnit')}
      units={building.units}
      floors={building.floors}
      rooms={building.houses}
      style={style}
    >
      {(house) => {
        const look = tone(by, house)
        return (
          <button
            key={house.id}
            type="button"
            className={style.room}
            data-tone={look.tone}
            aria-pressed={house.id === chosen}
            aria-label={`${t('floorName', { floor: house.floor })} ${house.name} ${look.text}`}
            onClick={() => onOpen(house.id)}
          >
            {house.name}
            <small>{look.text}</small>
          </button>
        )
      }}
    </BuildingGrid>
  )
}
