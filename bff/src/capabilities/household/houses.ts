import type { HouseholdClaim } from '@liren/contract/capabilities/household'
import { householdErrors } from '@liren/contract/capabilities/household'
import { refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { estatesTouching, placesById } from '../place/read.ts'

export type House = HouseholdClaim['house']

/** Houses by id, named as people say them: 枫林雅苑, 3幢 1单元 1201. */
export async function housesById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, House>> {
  const places = await placesById(kernel, ids, tx)
  const houses = [...places.values()].filter(({ kind }) => kind === 'house')
  const estates = await estatesTouching(
    kernel,
    houses.map(({ path }) => path),
    tx,
  )
  return new Map(
    houses.map((house) => {
      const estate = estates.find(({ path }) => house.path.startsWith(path))
      const steps = house.fullName.split(' · ')
      const from = estate ? steps.indexOf(estate.name) + 1 : 0
      return [
        house.id,
        { id: house.id, name: steps.slice(from).join(' '), estate: estate?.name ?? '', estateId: estate?.id ?? house.id, path: house.path },
      ]
    }),
  )
}

/** A house that stands and can be lived in. */
export async function houseToBind(kernel: Kernel, id: string, tx: Tx): Promise<House> {
  const place = (await placesById(kernel, [id], tx)).get(id)
  if (place?.kind !== 'house' || place.isRetired) throw refuseWith(householdErrors, 'household.not-house')
  return (await housesById(kernel, [id], tx)).get(id) as House
}

/** Waits for its turn at a house, so that two changes of one household happen one after the other. */
export const lockHouse = (kernel: Kernel, id: string, tx: Tx): Promise<number> =>
  kernel.store.run('UPDATE places SET version = version WHERE id = ?', [id], tx)
