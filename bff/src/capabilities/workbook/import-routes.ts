import { Readable } from 'node:stream'
import { workbook as contract, maxWorkbookBytes, workbookErrors } from '@liren/contract/capabilities/workbook'
import { archiveCalled } from '../../engines/archive/known.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type PrepareContext, type Principal, type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { receiveFile } from '../../kernel/upload/receive.ts'
import { enter } from '../entry/read.ts'
import { factsOf } from './imports/import-store.ts'
import {
  beginImport,
  checkUpload,
  confirmImport,
  discardImport,
  fixRows,
  keepUpload,
  listImports,
  listRows,
  ownImport,
  targetFor,
  undoImport,
} from './imports/imports.ts'
import { presentImports } from './imports/present.ts'
import { templateOf } from './imports/template.ts'
import { sendWorkbook } from './send.ts'

const e = contract.endpoints
const spareBytes = 256 * 1024 * 1024
const limit = { bytes: maxWorkbookBytes, tooLarge: () => refuseWith(workbookErrors, 'workbook.too-large') }
/** Files are held in memory while they are taken in; the others come back in a moment. */
const maxReceiving = 3

interface Uploaded {
  readonly id: string
  /** Digest of the bytes: a repeated request must bring the same file. */
  readonly content: string
}

function createReceive(kernel: Kernel) {
  let receiving = 0
  const take = async (ctx: PrepareContext<typeof e.upload>): Promise<Uploaded> => {
    await checkUpload(kernel, ctx.principal, ctx.query)
    const definition = archiveCalled(kernel, ctx.query.archive)
    if (definition) await enter(kernel, ctx.principal, { way: 'import', definition })
    const free = await kernel.files.free()
    if (free !== undefined && free < spareBytes) throw refuse('storage.full', { retryAfter: 60 })
    const bytes = await receiveFile(ctx.koa.req, limit)
    return { id: await keepUpload(kernel, bytes), content: kernel.crypto.sm3(bytes).toString('hex') }
  }
  return async (ctx: PrepareContext<typeof e.upload>): Promise<Uploaded> => {
    if (receiving >= maxReceiving) {
      ctx.koa.set('connection', 'close')
      throw refuse('unavailable', { retryAfter: 2 })
    }
    receiving++
    try {
      return await take(ctx)
    } catch (error) {
      // the rest of the body may still be on its way
      ctx.koa.set('connection', 'close')
      throw error
    } finally {
      receiving--
    }
  }
}

/** Templates, dry runs, corrections, imports and taking them back. */
export function importRoutes(kernel: Kernel): Route[] {
  const told = async (ctx: Pick<RequestContext, 'principal' | 'tx'>, id: string) => {
    const [shown] = await presentImports(kernel, [await ownImport(kernel, ctx.principal, id, ctx.tx)], ctx.tx)
    if (!shown) throw refuse('not-found')
    return shown
  }
  const mayEnter = async (principal: Principal, archive: string, fields: readonly string[] = [], tx?: Tx) => {
    const definition = archiveCalled(kernel, archive)
    if (definition) await enter(kernel, principal, { way: 'import', definition, fields }, tx)
  }
  const note = (ctx: RequestContext, record: { id: string; archive: string; place_path: string }) =>
    ctx.audit({ subject: record.archive, subjectId: record.id, placePath: record.place_path })

  return [
    route(e.template, async ({ koa, principal, params, query }) => {
      const target = targetFor(kernel, principal, params.archive, 'write')
      await mayEnter(principal, params.archive)
      const name = `${target.text[query.language]}${query.language === 'zh' ? '导入模板' : ' template'}.xlsx`
      sendWorkbook(koa, name, Readable.from(await templateOf(kernel, target, query.language)))
    }),

    route(e.upload, createReceive(kernel), async (ctx, uploaded: Uploaded) => {
      const id = await beginImport(kernel, ctx.principal, ctx.query, uploaded.id, uploaded.content, ctx.tx)
      const shown = await told(ctx, id)
      ctx.audit({ subject: shown.archive, subjectId: id, after: { file: shown.fileName, digest: uploaded.content } })
      return shown
    }),

    route(e.imports, ({ principal, query }) => listImports(kernel, principal, query)),

    route(e.import, async ({ principal, params }) => {
      const [shown] = await presentImports(kernel, [await ownImport(kernel, principal, params.id)])
      if (!shown) throw refuse('not-found')
      return shown
    }),

    route(e.rows, async (ctx) => {
      const record = await ownImport(kernel, ctx.principal, ctx.params.id)
      note(ctx as RequestContext, record)
      return listRows(kernel, record, ctx.query)
    }),

    route(e.fix, async (ctx) => {
      const record = await ownImport(kernel, ctx.principal, ctx.params.id, ctx.tx)
      ctx.audit({ subject: record.archive, subjectId: record.id, after: { rows: ctx.body.rows.map(({ number }) => number) } })
      return { items: await fixRows(kernel, ctx.principal, record, ctx.body.rows, ctx.tx) }
    }),

    route(e.confirm, async (ctx) => {
      const record = await ownImport(kernel, ctx.principal, ctx.params.id, ctx.tx)
      await mayEnter(
        ctx.principal,
        record.archive,
        factsOf(record).columns.map(({ key }) => key),
        ctx.tx,
      )
      await confirmImport(kernel, ctx.principal, record, ctx.body.version, ctx.tx)
      note(ctx as RequestContext, record)
      return told(ctx, record.id)
    }),

    route(e.discard, async (ctx) => {
      const record = await ownImport(kernel, ctx.principal, ctx.params.id, ctx.tx)
      await discardImport(kernel, record, ctx.body.version, ctx.tx)
      note(ctx as RequestContext, record)
      return told(ctx, record.id)
    }),

    route(e.undo, async (ctx) => {
      const record = await ownImport(kernel, ctx.principal, ctx.params.id, ctx.tx)
      await undoImport(kernel, ctx.principal, record, ctx.body.version, ctx.body.reason, ctx.tx)
      ctx.audit({ subject: record.archive, subjectId: record.id, placePath: record.place_path, reason: ctx.body.reason })
      return told(ctx, record.id)
    }),
  ]
}
