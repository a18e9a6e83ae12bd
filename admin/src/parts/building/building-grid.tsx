import type { ReactNode } from 'react'

interface Room {
  readonly floor: string | number
  readonly unitId: string | null
}

interface Props<R extends Room> {
  readonly caption: string
  readonly corner: string
  readonly noUnit: string
  readonly units: readonly { readonly id: string | null; readonly name: string }[]
  readonly floors: readonly R['floor'][]
  readonly rooms: readonly R[]
  readonly style: Readonly<Record<string, string | undefined>>
  readonly children: (room: R) => ReactNode
}

/** Floors down, units across: a table, so that a screen reader says where each house is. */
export function BuildingGrid<R extends Room>({ caption, corner, noUnit, units, floors, rooms, style, children }: Props<R>) {
  return (
    <div className={style.scroll}>
      <table className={style.matrix}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {units.map((unit) => (
              <th key={unit.id ?? 'none'} scope="col">
                {unit.name || noUnit}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {floors.map((floor) => (
            <tr key={floor}>
              <th scope="row">{floor}</th>
              {units.map((unit) => (
                <td key={unit.id ?? 'none'}>
                  <div className={style.rooms}>{rooms.filter((room) => room.floor === floor && room.unitId === unit.id).map(children)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
