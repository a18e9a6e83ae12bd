import { refuse } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { type KnownPlace, placeById } from '../../place/read.ts'

/** A building within reach; of any other, and of what is no building, nothing is known. */
export async function findBuilding(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<KnownPlace> {
  const place = await placeById(kernel, id, tx)
  if (place?.kind !== 'building' || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  return place
}
