import type { BodyOf } from '@liren/contract'
import { type product as contract, productErrors } from '@liren/contract/capabilities/product'
import { modelFaults } from '@liren/contract/thing/check'
import type { ThingModel } from '@liren/contract/thing/model'
import { vocabulary } from '@liren/contract/thing/vocabulary'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { productById } from './read.ts'
import { type ModelRow, type ProductRow, presentModel } from './row.ts'

type Create = BodyOf<(typeof contract)['endpoints']['create']>
type Update = BodyOf<(typeof contract)['endpoints']['update']>

const columnOf = {
  name: 'name',
  category: 'category',
  kind: 'kind',
  protocol: 'protocol',
  manufacturer: 'manufacturer',
  model: 'model',
  grade: 'grade',
  presence: 'presence',
  silenceSeconds: 'silence_seconds',
  maintenanceDays: 'maintenance_days',
  checklist: 'checklist',
} as const

const column = (value: unknown): SqlValue => (typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as SqlValue))

export async function mustFind(kernel: Kernel, id: string, tx: Tx): Promise<ProductRow> {
  const row = await productById(kernel, id, tx)
  if (!row) throw refuse('not-found')
  return row
}

async function refuseUnknownCategory(kernel: Kernel, category: string, tx: Tx): Promise<void> {
  const rows = await kernel.store.rows(
    "SELECT code FROM dictionary_items WHERE dictionary = 'device-type' AND code = ? AND is_retired = 0",
    [category],
    tx,
  )
  if (rows.length === 0) throw refuseWith(productErrors, 'product.category-unknown')
}

export async function createProduct(kernel: Kernel, body: Create, now: number, tx: Tx): Promise<ProductRow> {
  const { code, thing, ...fields } = body
  await refuseUnknownCategory(kernel, fields.category, tx)
  const row: Record<string, SqlValue> = { id: kernel.ids.next(), code, state: 'draft', has_draft: thing ? 1 : 0, created_at: now }
  for (const [name, value] of Object.entries(fields)) row[columnOf[name as keyof typeof columnOf]] = column(value)
  if (!(await insertOnce(kernel.store, 'products', row, tx)))
    throw refuse('conflict', { faults: [{ path: 'body.code', zh: '这个编码已被使用', en: 'This code is taken' }] })
  const id = row.id as string
  if (thing) await insertDraft(kernel, id, 1, thing, now, tx)
  return mustFind(kernel, id, tx)
}

export async function updateProduct(kernel: Kernel, id: string, body: Update, tx: Tx): Promise<{ before: ProductRow; after: ProductRow }> {
  const { version, ...fields } = body
  const before = await mustFind(kernel, id, tx)
  if (before.state === 'retired') throw refuseWith(productErrors, 'product.retired')
  if (fields.category !== undefined) await refuseUnknownCategory(kernel, fields.category, tx)
  const changes = Object.entries(fields).filter(([, value]) => value !== undefined)
  const sets = changes.map(([name]) => `${columnOf[name as keyof typeof columnOf]} = ?, `).join('')
  const changed = await kernel.store.run(
    `UPDATE products SET ${sets}version = version + 1 WHERE id = ? AND version = ? AND state <> 'retired'`,
    [...changes.map(([, value]) => column(value)), id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { before, after: await mustFind(kernel, id, tx) }
}

const insertDraft = (kernel: Kernel, productId: string, number: number, model: ThingModel, now: number, tx: Tx) =>
  insertOnce(
    kernel.store,
    'product_models',
    { id: kernel.ids.next(), product_id: productId, number, state: 'draft', content: JSON.stringify(model), created_at: now },
    tx,
  )

const draftOf = async (kernel: Kernel, id: string, tx: Tx): Promise<ModelRow | undefined> =>
  (await kernel.store.rows<ModelRow>("SELECT * FROM product_models WHERE product_id = ? AND state = 'draft'", [id], tx))[0]

/** A draft may still be wrong: it is what somebody is working on. The product's version guards it as well. */
export async function saveModel(kernel: Kernel, id: string, model: ThingModel, version: number, now: number, tx: Tx) {
  const product = await mustFind(kernel, id, tx)
  if (product.state === 'retired') throw refuseWith(productErrors, 'product.retired')
  const changed = await kernel.store.run(
    "UPDATE products SET has_draft = 1, version = version + 1 WHERE id = ? AND version = ? AND state <> 'retired'",
    [id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  const draft = await draftOf(kernel, id, tx)
  if (draft)
    await kernel.store.run(
      "UPDATE product_models SET content = ?, version = version + 1 WHERE id = ? AND state = 'draft'",
      [JSON.stringify(model), draft.id],
      tx,
    )
  else await insertDraft(kernel, id, product.model_number + 1, model, now, tx)
  const saved = await draftOf(kernel, id, tx)
  if (!saved) throw refuse('stale')
  return presentModel(saved)
}

/** Makes the draft what all devices of the product speak, if every word of it is one that devices share. */
export async function releaseModel(kernel: Kernel, id: string, version: number, now: number, tx: Tx): Promise<ProductRow> {
  const product = await mustFind(kernel, id, tx)
  if (product.state === 'retired') throw refuseWith(productErrors, 'product.retired')
  const draft = await draftOf(kernel, id, tx)
  if (!draft) throw refuseWith(productErrors, 'product.not-draft')
  const faults = modelFaults(JSON.parse(draft.content) as ThingModel, vocabulary)
  if (faults.length > 0)
    throw refuseWith(productErrors, 'product.model-unfit', { faults: faults.map((fault) => ({ ...fault, path: `model.${fault.path}` })) })
  const changed = await kernel.store.run(
    "UPDATE products SET state = 'released', model_number = ?, has_draft = 0, version = version + 1 WHERE id = ? AND version = ? AND state <> 'retired'",
    [draft.number, id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  await kernel.store.run("UPDATE product_models SET state = 'superseded' WHERE product_id = ? AND state = 'released'", [id], tx)
  await kernel.store.run(
    "UPDATE product_models SET state = 'released', released_at = ?, version = version + 1 WHERE id = ? AND state = 'draft'",
    [now, draft.id],
    tx,
  )
  return mustFind(kernel, id, tx)
}

/** What is retired keeps its models: old devices and their records speak of them. */
export async function retireProduct(kernel: Kernel, id: string, version: number, tx: Tx): Promise<ProductRow> {
  await mustFind(kernel, id, tx)
  const changed = await kernel.store.run(
    "UPDATE products SET state = 'retired', version = version + 1 WHERE id = ? AND version = ? AND state <> 'retired'",
    [id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return mustFind(kernel, id, tx)
}
