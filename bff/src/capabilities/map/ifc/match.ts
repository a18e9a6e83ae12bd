import type { IfcElement, ReadIfc } from '@liren/contract/map/ifc'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { housesOf, type KnownPlace } from '../../place/read.ts'
import type { ReceivedIfc } from './receive.ts'
import type { KeptIfc } from './row.ts'

export interface MatchedIfc extends ReceivedIfc {
  readonly building: KnownPlace
  readonly elements: readonly KeptIfc[]
}

/** Below this a storey lies under the ground. */
const groundMetres = -0.5

/** What of ours each element is: storeys by their order over the ground, spaces by the name of a house on that floor. */
export async function matched(kernel: Kernel, building: KnownPlace, { elements }: ReadIfc, tx?: Tx): Promise<KeptIfc[]> {
  const plan = await housesOf(kernel, building, tx)
  const unitName = new Map(plan.units.map(({ id, name }) => [id, name]))
  const floors = floorsOf(elements, new Set(plan.floors))
  const taken = new Set<string>()
  const out = new Map<string, KeptIfc>()
  const houseOf = (space: IfcElement, floor: number | null) => {
    const [name, more] = [plainName(space.name), `${space.name} ${space.longName}`]
    const named = plan.houses.filter((house) => house.floor === floor && plainName(house.name) === name && !taken.has(house.id))
    if (named.length < 2) return named[0]
    // the same number in two units: only its unit says which
    const [one, other] = named.filter(({ unitId }) => more.includes(unitName.get(unitId) ?? '\u0000'))
    return other ? undefined : one
  }
  for (const element of elements) {
    const above = element.parent === null ? undefined : out.get(element.parent)
    const floor = element.kind === 'storey' ? (floors.get(element.guid) ?? null) : (above?.floor ?? null)
    const house = element.kind === 'space' ? houseOf(element, floor) : undefined
    if (house) taken.add(house.id)
    const place = element.kind === 'building' ? building : house
    const unit = house ? unitName.get(house.unitId) : undefined
    const placeName = place ? [unit === building.name ? undefined : unit, place.name].filter(Boolean).join(' · ') : null
    out.set(element.guid, { ...element, floor, placeId: place?.id ?? null, placeName })
  }
  return [...out.values()]
}

const plainName = (name: string): string => name.replace(/[室房号\s]/g, '').toLowerCase()

/** The lowest storey over the ground is the first floor; a storey that our building does not have is no floor of ours. */
function floorsOf(elements: readonly IfcElement[], known: ReadonlySet<number>): Map<string, number> {
  const storeys = elements
    .flatMap(({ kind, guid, elevation }) => (kind === 'storey' && elevation !== null ? [{ guid, elevation }] : []))
    .sort((a, b) => a.elevation - b.elevation)
  const below = storeys.filter(({ elevation }) => elevation < groundMetres).length
  return new Map(
    storeys.flatMap(({ guid }, i) => {
      const floor = i < below ? i - below : i - below + 1
      return known.has(floor) ? [[guid, floor] as const] : []
    }),
  )
}
