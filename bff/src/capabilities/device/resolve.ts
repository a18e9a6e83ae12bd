import { deviceErrors } from '@liren/contract/capabilities/device'
import { refuseWith } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { type ProductRow, productById } from '../product/read.ts'

/** What people name by an id, looked up and refused where it is not what it should be. */

export async function releasedProduct(kernel: Kernel, id: string, tx: Tx): Promise<ProductRow> {
  const product = await productById(kernel, id, tx)
  if (product?.state !== 'released') throw refuseWith(deviceErrors, 'device.product-unfit')
  return product
}

export async function placeWithin(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<{ id: string; path: string }> {
  const place = await placeById(kernel, id, tx)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path)))
    throw refuseWith(deviceErrors, 'device.place-unknown')
  return place
}

export async function bridgeId(kernel: Kernel, code: string, tx: Tx): Promise<string> {
  const [row] = await kernel.store.rows<{ id: string }>('SELECT id FROM bridges WHERE code = ? AND removed_at IS NULL', [code], tx)
  if (!row) throw refuseWith(deviceErrors, 'device.bridge-unknown')
  return row.id
}

export async function keeperName(kernel: Kernel, id: string, tx: Tx): Promise<string> {
  const name = (await namesOf(kernel, [id], tx)).get(id)
  if (name === undefined) throw refuseWith(deviceErrors, 'device.keeper-unknown')
  return name
}
