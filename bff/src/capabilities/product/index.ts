import { product as contract, productErrors } from '@liren/contract/capabilities/product'
import type { ThingModel } from '@liren/contract/thing/model'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { hasDevicesOf } from '../device/read.ts'
import { listProducts, modelsOf, productById, releasedModels } from './read.ts'
import { type ProductRow, presentModel, presentProduct } from './row.ts'
import { typesOf } from './types.ts'
import { createProduct, releaseModel, retireProduct, saveModel, updateProduct } from './write.ts'

const e = contract.endpoints

const facts = (row: ProductRow) => ({ name: row.name, grade: row.grade, state: row.state, modelNumber: row.model_number })

/** Kinds of devices: who makes them, how they speak, and the model of what they can say and do. */
export const product: CapabilityFactory = (kernel) => ({
  contract,
  routes: [
    route(e.list, (ctx) => listProducts(kernel, ctx.query)),
    route(e.read, async (ctx) => {
      const row = await productById(kernel, ctx.params.id)
      if (!row) throw refuse('not-found')
      return { product: presentProduct(row), models: (await modelsOf(kernel, row.id)).map(presentModel) }
    }),
    route(e.types, async (ctx) => {
      const row = await productById(kernel, ctx.params.id)
      if (!row) throw refuse('not-found')
      const model: ThingModel = (await releasedModels(kernel, [row.id])).get(row.id) ?? { properties: [], events: [], services: [] }
      return typesOf(row.code, model)
    }),
    route(e.create, async (ctx) => {
      const row = await createProduct(kernel, ctx.body, ctx.now, ctx.tx)
      ctx.audit({ subject: 'product', subjectId: row.id, after: facts(row) })
      await ctx.emit({ name: 'product.changed', subject: 'product', subjectId: row.id, payload: {} })
      return presentProduct(row)
    }),
    route(e.update, async (ctx) => {
      const { before, after } = await updateProduct(kernel, ctx.params.id, ctx.body, ctx.tx)
      ctx.audit({ subject: 'product', subjectId: after.id, before: facts(before), after: facts(after) })
      await ctx.emit({ name: 'product.changed', subject: 'product', subjectId: after.id, payload: {} })
      return presentProduct(after)
    }),
    route(e.saveModel, async (ctx) => {
      const saved = await saveModel(kernel, ctx.params.id, ctx.body.model, ctx.body.version, ctx.now, ctx.tx)
      ctx.audit({ subject: 'product', subjectId: ctx.params.id, after: { draft: saved.number } })
      return saved
    }),
    route(e.release, async (ctx) => {
      const row = await releaseModel(kernel, ctx.params.id, ctx.body.version, ctx.now, ctx.tx)
      ctx.audit({ subject: 'product', subjectId: row.id, after: facts(row) })
      await ctx.emit({ name: 'product.released', subject: 'product', subjectId: row.id, payload: { number: row.model_number } })
      return presentProduct(row)
    }),
    route(e.retire, async (ctx) => {
      if (await hasDevicesOf(kernel, ctx.params.id, ctx.tx)) throw refuseWith(productErrors, 'product.in-use')
      const row = await retireProduct(kernel, ctx.params.id, ctx.body.version, ctx.tx)
      ctx.audit({ subject: 'product', subjectId: row.id, after: facts(row) })
      await ctx.emit({ name: 'product.changed', subject: 'product', subjectId: row.id, payload: {} })
      return presentProduct(row)
    }),
  ],
})
