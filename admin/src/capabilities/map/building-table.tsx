import type { map } from '@liren/contract/capabilities/map'
import type { Answer } from '../../app/api/call.ts'
import { useWords } from '../../app/language/use.ts'
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
    <div className={style.scroll}>
      <table className={style.matrix}>
        <caption className="visually-hidden">{t('tableCaption', { name: building.name })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('floors')}</th>
            {building.units.map((unit) => (
              <th key={unit.id ?? 'none'} scope="col">
                {unit.name || t('noUnit')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {building.floors.map((floor) => (
            <tr key={floor}>
              <th scope="row">{floor}</th>
              {building.units.map((unit) => (
                <td key={unit.id ?? 'none'}>
                  <div className={style.rooms}>
                    {building.houses
                      .filter((house) => house.floor === floor && house.unitId === unit.id)
                      .map((house) => {
                        const look = tone(by, house)
                        return (
                          <button
                            key={house.id}
                            type="button"
                            className={style.room}
                            data-tone={look.tone}
                            aria-pressed={house.id === chosen}
                            aria-label={`${t('floorName', { floor })} ${house.name} ${look.text}`}
                            onClick={() => onOpen(house.id)}
                          >
                            {house.name}
                            <small>{look.text}</small>
                          </button>
                        )
                      })}
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
