import { dataset as contract, type Dataset } from '@liren/contract/capabilities/dataset'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { decideDataset, pageOfWaiting, submitDataset } from './approve.ts'
import { changeDataset, choicesFor, createDataset, pageOfKept, pageOfReleases, publishDataset, retireDataset } from './keep.ts'
import { pageOfReleased, pageOfRows, viewOf } from './look.ts'
import { contentOf, type DatasetRow, presentDatasets } from './row.ts'

const e = contract.endpoints

/** Data put together for a purpose and an audience, at a layer and a grade; each look is on record. */
export const dataset: CapabilityFactory = (kernel) => {
  const kept = async (ctx: RequestContext, row: DatasetRow, reason?: string): Promise<Dataset> => {
    const { layer, grade, fields, audience } = contentOf(row)
    ctx.audit({
      ...{ subject: 'dataset', subjectId: row.id, placePath: row.place_path, ...(reason === undefined ? {} : { reason }) },
      after: {
        archive: row.archive,
        layer,
        grade,
        fields,
        audience,
        state: row.state,
        approval: row.approval,
        release: Number(row.release_number),
      },
    })
    await ctx.emit({ name: 'dataset.changed', subject: 'dataset', subjectId: row.id, payload: { state: row.state } })
    const [shown] = await presentDatasets(kernel, ctx.principal, [row], ctx.tx)
    if (!shown) throw refuse('not-found')
    return shown
  }

  return {
    contract,
    placedTables: ['datasets', 'dataset_releases', 'dataset_readers'],
    routes: [
      route(e.list, ({ principal, scope, query }) => pageOfReleased(kernel, principal, scope, query)),
      route(e.get, ({ principal, scope, params }) => viewOf(kernel, principal, scope, params.id)),
      route(e.rows, async (ctx) => {
        ctx.audit({ subject: 'dataset', subjectId: ctx.params.id })
        const { row, page } = await pageOfRows(kernel, ctx as RequestContext, ctx.params.id, ctx.query)
        const after = { release: Number(row.release_number), rows: page.items.length }
        ctx.audit({ subject: 'dataset', subjectId: row.id, placePath: row.place_path, after })
        return page
      }),
      route(e.kept, async ({ principal, scope, query }) => {
        const page = await pageOfKept(kernel, scope, query)
        return { ...page, items: await presentDatasets(kernel, principal, page.items) }
      }),
      route(e.choices, ({ scope }) => choicesFor(kernel, scope)),
      route(e.create, async (ctx) => kept(ctx as RequestContext, await createDataset(kernel, ctx as RequestContext, ctx.body))),
      route(e.change, async (ctx) =>
        kept(ctx as RequestContext, await changeDataset(kernel, ctx as RequestContext, ctx.params.id, ctx.body)),
      ),
      route(e.submit, async (ctx) =>
        kept(ctx as RequestContext, await submitDataset(kernel, ctx as RequestContext, ctx.params.id, ctx.body.version)),
      ),
      route(e.waiting, async ({ principal, scope, query }) => {
        const page = await pageOfWaiting(kernel, scope, query)
        return { ...page, items: await presentDatasets(kernel, principal, page.items) }
      }),
      route(e.decide, async (ctx) =>
        kept(ctx as RequestContext, await decideDataset(kernel, ctx as RequestContext, ctx.params.id, ctx.body), ctx.body.note),
      ),
      route(e.publish, async (ctx) =>
        kept(ctx as RequestContext, await publishDataset(kernel, ctx as RequestContext, ctx.params.id, ctx.body), ctx.body.note),
      ),
      route(e.retire, async (ctx) =>
        kept(ctx as RequestContext, await retireDataset(kernel, ctx as RequestContext, ctx.params.id, ctx.body), ctx.body.reason),
      ),
      route(e.releases, ({ scope, params, query }) => pageOfReleases(kernel, scope, params.id, query)),
    ],
  }
}
