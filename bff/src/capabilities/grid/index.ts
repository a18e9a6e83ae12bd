import { grid as contract, gridArchive } from '@liren/contract/capabilities/grid'
import { bindArchive } from '../../engines/archive/bind.ts'
import type { CapabilityFactory, StoredEvent } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { recordFiles } from '../file/read.ts'
import { drawingsOf } from '../map/read.ts'
import { settleHouses } from './contain.ts'

/** What is known of a grid beside the houses that it covers. Houses that stand within its line are linked to it. */
export const grid: CapabilityFactory = (kernel) => ({
  contract,
  ...bindArchive(kernel, gridArchive, contract, { files: recordFiles }),
  consumers: [
    {
      name: 'grid.contain',
      on: [
        ...['house.created', 'house.updated', 'house.restored', 'building.created', 'building.updated', 'building.restored'],
        ...['grid.created', 'grid.updated', 'grid.retired', 'grid.restored', 'map.changed'],
      ],
      async handle(event, tx) {
        for (const path of await pathsOf(kernel, event, tx)) await settleHouses(kernel, path, tx)
      },
    },
  ],
})

const bearing = ['longitude', 'latitude', 'boundary', 'place']

/** Under which places houses may have come into another grid: the house, its building, or the whole community of a grid. */
async function pathsOf(kernel: Kernel, { name, subject, payload }: StoredEvent, tx: Tx): Promise<Set<string>> {
  if (subject === 'map') {
    const drawn = await drawingsOf(kernel, payload.ids as string[], tx)
    const grids = drawn.filter(({ kind }) => kind === 'grid').map(({ place_path }) => communityOf(place_path))
    const buildings = drawn.filter(({ kind }) => kind === 'building').map(({ place_path }) => place_path)
    return new Set([...grids, ...buildings.filter((path) => !grids.some((community) => path.startsWith(community)))])
  }
  const { fields, placePath } = payload as { fields: string[]; placePath: string }
  if (name.endsWith('.updated') && !fields.some((field) => bearing.includes(field))) return new Set()
  return new Set([subject === 'grid' ? communityOf(placePath) : placePath])
}

/** A grid lies right under its community. */
const communityOf = (path: string): string => path.slice(0, path.lastIndexOf('/', path.length - 2) + 1)
