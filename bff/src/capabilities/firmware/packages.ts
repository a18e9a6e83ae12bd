import type { BodyOf, QueryOf } from '@liren/contract'
import { type FirmwarePackage, type firmwareEndpoints, firmwareProtocols, packageErrors } from '@liren/contract/capabilities/firmware'
import { isTextSigned, signText } from '../../kernel/crypto/proof.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type ProductRow, productById } from '../product/read.ts'
import { type PackageRow, packageById } from './row.ts'

/** What the house signs: nothing of it can be changed without the signature telling. */
const textOf = (row: Pick<PackageRow, 'product_id' | 'release_word' | 'bytes' | 'sm3' | 'address'>): string =>
  JSON.stringify([row.product_id, row.release_word, Number(row.bytes), row.sm3, row.address])

export const isSigned = (kernel: Kernel, row: PackageRow): boolean =>
  isTextSigned(kernel, textOf(row), { digest: row.digest, signature: row.signature, keyVersion: Number(row.key_version) })

/** By content, so that what is sent twice lies there once. */
export const fileKey = (sm3: string): string => `firmware/${sm3}`
export const canBeRolled = (protocol: string | undefined): boolean => firmwareProtocols.some((one) => one === protocol)

interface About {
  readonly productId: string
  readonly release: string
  readonly notes: string
}

export async function knownProduct(kernel: Kernel, id: string, tx?: Tx): Promise<ProductRow> {
  const product = await productById(kernel, id, tx)
  if (!product) throw refuseWith(packageErrors, 'firmware.product-unknown')
  return product
}

/** Writes a package down under the signature of the house. */
export async function keepPackage(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'tx' | 'now' | 'principal'>,
  { productId, release, notes }: About,
  content: { readonly bytes: number; readonly sm3: string; readonly address: string | null },
): Promise<PackageRow> {
  await knownProduct(kernel, productId, ctx.tx)
  const named = { product_id: productId, release_word: release, bytes: content.bytes, sm3: content.sm3, address: content.address }
  const { digest, signature, keyVersion } = signText(kernel, 'firmware_packages', textOf(named))
  const id = kernel.ids.next()
  const row = {
    ...{ id, ...named, notes, digest, signature, key_version: keyVersion },
    ...{ released_at: ctx.now, released_by: ctx.principal.id },
  }
  if (!(await insertOnce(kernel.store, 'firmware_packages', row, ctx.tx))) throw refuseWith(packageErrors, 'firmware.release-taken')
  return packageById(kernel, id, ctx.tx)
}

export async function withdrawPackage(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'tx' | 'now' | 'principal'>,
  id: string,
  { reason, version }: BodyOf<typeof firmwareEndpoints.withdraw>,
): Promise<PackageRow> {
  const before = await packageById(kernel, id, ctx.tx)
  if (before.withdrawn_at !== null) throw refuseWith(packageErrors, 'firmware.withdrawn')
  const changed = await kernel.store.run(
    `UPDATE firmware_packages SET withdrawn_at = ?, withdrawn_by = ?, withdraw_reason = ?, version = version + 1
     WHERE id = ? AND version = ? AND withdrawn_at IS NULL`,
    [ctx.now, ctx.principal.id, reason, id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
  return packageById(kernel, id, ctx.tx)
}

export async function pageOfPackages(kernel: Kernel, query: QueryOf<typeof firmwareEndpoints.packages>) {
  const { cursor, limit = 20, productId } = query
  const keys = keyset({ cursor }, ['id desc'], { productId })
  const where = combine('AND', [keys.seek(), ...(productId === undefined ? [] : [{ sql: 'product_id = ?', params: [productId] }])])
  const rows = await kernel.store.rows<PackageRow>(
    `SELECT * FROM firmware_packages WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentPackages(kernel, page.items) }
}

export async function presentPackages(kernel: Kernel, rows: readonly PackageRow[], tx?: Tx): Promise<FirmwarePackage[]> {
  const names = await namesOf(
    kernel,
    rows.flatMap(({ released_by, withdrawn_by }) => [released_by ?? [], withdrawn_by ?? []].flat()),
    tx,
  )
  const products = await productsById(
    kernel,
    rows.map(({ product_id }) => product_id),
    tx,
  )
  const who = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? null))
  return rows.map((row) => {
    const product = products.get(row.product_id)
    return {
      ...{ id: row.id, release: row.release_word, notes: row.notes, address: row.address, bytes: Number(row.bytes) },
      product: { id: row.product_id, code: product?.code ?? '', name: product?.name ?? '', protocol: product?.protocol ?? '' },
      ...{ sm3: row.sm3, signature: row.signature, isSigned: isSigned(kernel, row), canBeRolled: canBeRolled(product?.protocol) },
      ...{ releasedAt: iso(Number(row.released_at)), releasedBy: who(row.released_by), version: row.version },
      withdrawn:
        row.withdrawn_at === null
          ? null
          : { at: iso(Number(row.withdrawn_at)), by: who(row.withdrawn_by), reason: row.withdraw_reason ?? '' },
    }
  })
}

type Named = Pick<ProductRow, 'id' | 'code' | 'name' | 'protocol'>

export async function productsById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, Named>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const where = among('id', wanted)
  const rows = await kernel.store.rows<Named>(`SELECT id, code, name, protocol FROM products WHERE ${where.sql}`, where.params, tx)
  return new Map(rows.map((row) => [row.id, row]))
}
