import { Readable } from 'node:stream'
import { text } from '@liren/contract'
import { intake as contract, intakeErrors } from '@liren/contract/capabilities/intake'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type PrepareContext, type RequestContext, route } from '../../kernel/http/route.ts'
import { receiveFile } from '../../kernel/upload/receive.ts'
import { sendSaved } from '../workbook/read.ts'
import { type Examined, examine, isMessage } from './examine.ts'
import { type About, checkAbout, contentOf, itemWithin, keepItem, pageOfItems, pieceAt, presentItems } from './items.ts'

const e = contract.endpoints
/** Files are held in memory while they are looked at; the others come back in a moment. */
const maxReceiving = 3

const kept = { action: 'delete', at: 'brought_at', about: [] } as const

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
  'application/json': 'json',
  'text/csv; charset=utf-8': 'csv',
  'text/plain; charset=utf-8': 'txt',
}

/** Data of others come in by one door: looked at by content, catalogued, sealed, opened by whoever may. */
export const intake: CapabilityFactory = (kernel) => {
  let receiving = 0
  const receive = async (ctx: PrepareContext<typeof e.upload>): Promise<{ found: Examined; content: string }> => {
    await checkAbout(kernel, ctx as PrepareContext, ctx.query)
    if (receiving >= maxReceiving) throw refuse('unavailable', { retryAfter: 2 })
    receiving++
    try {
      const bytes = await receiveFile(ctx.koa.req)
      // a repeated request must bring the same file
      return { found: await examine(bytes), content: kernel.crypto.sm3(bytes).toString('hex') }
    } finally {
      receiving--
    }
  }
  const brought = async (ctx: RequestContext, about: About, found: Examined) => {
    const row = await keepItem(kernel, ctx, about, found)
    const { id, place_path: placePath, intake_kind: kind, content_type: type, digest, grade, source } = row
    ctx.audit({ subject: 'intake', subjectId: id, placePath, after: { kind, type, bytes: row.bytes, digest, grade, source } })
    await ctx.emit({ name: 'intake.brought', subject: 'intake', subjectId: id, payload: { kind } })
    const [shown] = await presentItems(kernel, [row], ctx.tx)
    if (!shown) throw refuse('not-found')
    return shown
  }

  return {
    contract,
    placedTables: ['intake_items'],
    sealed: [pieceAt],
    retained: [
      {
        ...{ ...kept, class: 'intake-content', text: text('归集内容', 'Contents of what was brought in'), usualDays: 365 },
        ...{ table: 'intake_pieces', leastDays: 1, basis: text('用完即可清除', 'They may go once they are used') },
      },
      {
        ...{ ...kept, class: 'intake-item', text: text('归集目录', 'Catalogue of what was brought in'), usualDays: 3650 },
        ...{ table: 'intake_items', leastDays: 180, basis: text('平台下限', 'The least that this platform keeps') },
      },
    ],
    routes: [
      route(e.list, ({ principal, scope, query }) => pageOfItems(kernel, principal, scope, query)),
      route(e.get, async ({ principal, scope, params }) => {
        const [shown] = await presentItems(kernel, [await itemWithin(kernel, principal, scope, params.id)])
        if (!shown) throw refuse('not-found')
        return shown
      }),
      route(e.content, async (ctx) => {
        const row = await itemWithin(kernel, ctx.principal, ctx.scope, ctx.params.id)
        ctx.audit({ subject: 'intake', subjectId: row.id, placePath: row.place_path, after: { grade: row.grade, digest: row.digest } })
        const ending = endings[row.content_type] ?? 'xlsx'
        const content = Readable.from([await contentOf(kernel, row)])
        sendSaved(ctx.koa, row.content_type, `intake.${ending}`, `${row.title}.${ending}`, content)
      }),
      route(
        e.upload,
        async (ctx) => {
          try {
            return await receive(ctx)
          } catch (error) {
            // the rest of the body may still be on its way
            ctx.koa.set('connection', 'close')
            throw error
          }
        },
        (ctx, { found }) => brought(ctx as RequestContext, ctx.query, found),
      ),
      route(e.send, async (ctx) => {
        const { message, ...about } = ctx.body
        const bytes = Buffer.from(message)
        if (!isMessage(bytes)) throw refuseWith(intakeErrors, 'intake.not-json')
        return brought(ctx as RequestContext, about, await examine(bytes))
      }),
    ],
  }
}
