import { map } from '@liren/contract/capabilities/map'
import { cellsOf, elementIdOf, housesBeside, storeyOf } from '@liren/contract/map/model'
import { centreOf } from '@liren/contract/map/ring'
import { useMemo } from 'react'
import { useQuery } from '../../../app/api/use.ts'
import { useMode } from '../../../app/theme/mode.ts'
import { dark, light, type Tokens } from '../../../app/theme/tokens.ts'
import type { Opened, Solid } from '../../../parts/map/solid.ts'

/** Low enough that what hangs on the floor is seen above them. */
const wallMetres = 1

const uses: Readonly<Record<string, (tokens: Tokens) => string>> = {
  owner: ({ successTint }) => successTint,
  let: ({ infoTint }) => infoTint,
  shared: ({ dangerTint }) => dangerTint,
  business: ({ warningTint }) => warningTint,
}

/** The houses of the floor at which a building is open, each in the colour of its use. */
export function useFloor(opened: Opened | undefined): readonly Solid[] {
  const mode = useMode()
  const placeId = opened?.placeId
  const { data } = useQuery(map.endpoints.building, placeId === undefined ? null : { params: { id: placeId } })
  const floor = opened?.floor
  return useMemo(() => {
    if (!data?.outline || floor === undefined || data.placeId !== placeId) return []
    const tokens = mode === 'dark' ? dark : light
    const { base } = storeyOf(floor)
    const beside = housesBeside(data.houses, data.units, floor)
    const rings = cellsOf(data.outline, beside.length)
    return beside.flatMap((house, i): Solid[] => {
      const ring = rings[i]
      if (!ring) return []
      const [longitude, latitude] = centreOf(ring)
      const colour = (uses[house.occupancy ?? ''] ?? (({ neutralTint }: Tokens) => neutralTint))(tokens)
      const element = elementIdOf('place', house.id)
      const properties = {
        layer: 'house',
        id: house.id,
        label: house.name,
        count: 1,
        at: 'record',
        state: '',
        element,
        longitude,
        latitude,
      }
      return [{ ring, base, top: base + wallMetres, colour, properties }]
    })
  }, [data, floor, placeId, mode])
}
