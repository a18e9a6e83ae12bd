import { sourceCodes } from '../archive/source.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L4 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const maxWorkbookBytes = 20 * 1024 * 1024
export const maxExportRows = 20_000
/** How long an import can be taken back, and a copy be fetched. */
export const undoDays = 7
export const copyHours = 24

export const workbookErrors = {
  'workbook.unknown': { status: 404, text: text('没有这种档案', 'There is no archive of this name') },
  'workbook.too-large': { status: 413, text: text('文件超过 20 MB', 'The file is larger than 20 MB') },
  'workbook.refused': { status: 422, text: text('文件无法导入', 'This file cannot be imported') },
  'workbook.not-now': { status: 409, text: text('当前状态下不能这样做，请刷新', 'This cannot be done in its present state: reload') },
  'workbook.nothing-ready': { status: 409, text: text('没有可导入的行，请先修正', 'No row can be imported: correct them first') },
  'workbook.too-late': { status: 409, text: text('已超过可撤销的期限', 'It is too late to take this import back') },
  'workbook.busy': { status: 409, text: text('进行中的任务过多，请等待完成', 'Too many are under way: wait until one is done') },
  'workbook.expired': { status: 410, text: text('文件已过期，请重新导出', 'This copy has expired: export again') },
  'workbook.partner-unknown': {
    status: 422,
    text: text('没有这个接入应用，或已停用', 'There is no such partner system, or it is switched off'),
  },
  'workbook.partner-unfit': {
    status: 422,
    text: text('该接入应用没有有效的证书，无法加密交付', 'This partner has no certificate that holds, so nothing can be encrypted to it'),
  },
  'workbook.column-refused': { status: 403, text: text('所选列中有无权导出的内容', 'One of these columns may not be exported by you') },
} as const

/** `reading` and `checking` are the dry run; from `checked` on somebody decides. */
export const importStates = ['reading', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed', 'discarded'] as const
export type ImportState = (typeof importStates)[number]
/** `kept`: could not be taken back, because somebody has worked on the file since. */
export const rowStates = ['new', 'ready', 'faulty', 'skipped', 'applied', 'undone', 'kept'] as const
export type ImportRowState = (typeof rowStates)[number]
export const exportStates = ['waiting', 'writing', 'done', 'failed', 'gone'] as const

const archiveName = () => z.string().check(z.regex(/^[a-z][a-z-]{0,23}$/))
const byId = z.object({ id: idSchema() })
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const count = () => z.number()

export const workbookImportSchema = L2(
  z.object({
    id: idSchema(),
    archive: z.string(),
    fileName: z.string(),
    place: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    state: z.enum(importStates),
    /** Steps done of the steps there are, in the state it is in. */
    progress: z.object({ done: count(), total: count() }),
    rows: z.object({ ready: count(), faulty: count(), skipped: count(), applied: count(), undone: count(), kept: count() }),
    warnings: z.array(textSchema),
    failure: z.nullable(textSchema),
    /** Columns that were recognised, in their order, and those that were not. */
    columns: z.array(z.object({ key: z.string(), label: textSchema, letter: z.string() })),
    unknownColumns: z.array(z.string()),
    createdAt: instantSchema(),
    appliedAt: z.nullable(instantSchema()),
    undoUntil: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)
export type WorkbookImport = z.infer<typeof workbookImportSchema>

const told = z.object({ column: z.string(), address: z.nullable(z.string()), zh: z.string(), en: z.string() })

/** What somebody uploaded, shown to that person only. */
export const importRowSchema = L4(
  z.object({
    number: z.number(),
    state: z.enum(rowStates),
    cells: z.record(z.string(), z.string()),
    faults: z.array(told),
    warnings: z.array(told),
    fileId: z.nullable(idSchema()),
  }),
)
export type ImportRow = z.infer<typeof importRowSchema>

export const workbookExportSchema = L2(
  z.object({
    id: idSchema(),
    archive: z.string(),
    state: z.enum(exportStates),
    progress: z.object({ done: count(), total: count() }),
    columns: z.array(z.string()),
    /** Columns whose values are masked for whoever asked. */
    masked: z.array(z.string()),
    reason: z.string(),
    /** Whom it is for; without one it is for the desk of whoever asked. */
    partner: z.nullable(z.object({ id: idSchema(), name: z.string() })),
    /** There were more rows than one copy may hold. */
    isCut: z.boolean(),
    createdAt: instantSchema(),
    expiresAt: z.nullable(instantSchema()),
    url: z.nullable(z.string()),
  }),
)
export type WorkbookExport = z.infer<typeof workbookExportSchema>

const importing = { permission: 'workbook.import', scope: 'self', errors: workbookErrors } as const
const exporting = { permission: 'workbook.export', scope: 'self', errors: workbookErrors } as const
const naturally = { idempotent: 'natural', rate: 'write' } as const
const withVersion = z.object({ version: versionSchema() })

/** Workbooks in and out of every archive, under the permissions of the archive and one of their own. */
export const workbook = capability({
  name: 'workbook',
  text: text('表格导入导出', 'Workbooks'),
  permissions: [
    permission('workbook.import', '导入表格', 'Import workbooks', ['admin']),
    permission('workbook.export', '导出表格', 'Export workbooks', ['admin']),
  ],
  endpoints: {
    template: endpoint({
      id: 'workbook.template',
      method: 'GET',
      path: '/api/workbooks/templates/:archive',
      summary: text('下载导入模板', 'The template of an archive'),
      ...importing,
      params: z.object({ archive: archiveName() }),
      query: z.object({ language: z._default(z.enum(['zh', 'en']), 'zh') }),
      rate: 'content',
      raw: true,
    }),
    upload: endpoint({
      id: 'workbook.upload',
      method: 'POST',
      path: '/api/workbooks/imports',
      summary: text('上传表格并试算（multipart，字段名 file）', 'Upload a workbook for a dry run (multipart, field `file`)'),
      ...importing,
      query: z.object({
        archive: archiveName(),
        /** Where rows belong that do not say it, and below which short codes are looked for. */
        placeId: idSchema(),
        name: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
      }),
      response: workbookImportSchema,
      status: 202,
      idempotent: 'key',
      rate: 'upload',
      audit: 'workbook.uploaded',
      upload: true,
    }),
    imports: endpoint({
      id: 'workbook.imports',
      method: 'GET',
      path: '/api/workbooks/imports',
      summary: text('我的导入记录', 'Imports of my own'),
      ...importing,
      query: z.object({ ...pageQuery, archive: z.optional(archiveName()) }),
      response: pageOf(workbookImportSchema),
      rate: 'read',
    }),
    import: endpoint({
      id: 'workbook.import',
      method: 'GET',
      path: '/api/workbooks/imports/:id',
      summary: text('导入任务', 'An import'),
      ...importing,
      params: byId,
      response: workbookImportSchema,
      rate: 'read',
    }),
    rows: endpoint({
      id: 'workbook.rows',
      method: 'GET',
      path: '/api/workbooks/imports/:id/rows',
      summary: text('导入的各行与错误', 'Rows of an import, with their faults'),
      ...importing,
      params: byId,
      query: z.object({ ...pageQuery, state: z.optional(z.enum(rowStates)) }),
      response: pageOf(importRowSchema),
      rate: 'read',
      audit: 'workbook.rows-seen',
    }),
    fix: endpoint({
      id: 'workbook.fix',
      method: 'POST',
      path: '/api/workbooks/imports/:id/fix',
      summary: text('修正或略过若干行并重新检查', 'Correct rows or leave them out, and check them again'),
      ...importing,
      params: byId,
      body: z.object({
        rows: z
          .array(
            z.object({
              number: z.number().check(z.int(), z.minimum(1)),
              /** New texts by column; an empty one empties the cell. */
              cells: z.optional(z.record(z.string().check(z.maxLength(40)), z.string().check(z.maxLength(2000)))),
              isSkipped: z.optional(z.boolean()),
            }),
          )
          .check(z.minLength(1), z.maxLength(50)),
      }),
      response: z.object({ items: z.array(importRowSchema) }),
      audit: 'workbook.rows-fixed',
      ...naturally,
    }),
    confirm: endpoint({
      id: 'workbook.confirm',
      method: 'POST',
      path: '/api/workbooks/imports/:id/confirm',
      summary: text('确认导入（只导入无误的行）', 'Import the rows that are right'),
      ...importing,
      params: byId,
      body: withVersion,
      response: workbookImportSchema,
      status: 202,
      audit: 'workbook.confirmed',
      ...naturally,
    }),
    discard: endpoint({
      id: 'workbook.discard',
      method: 'POST',
      path: '/api/workbooks/imports/:id/discard',
      summary: text('放弃导入', 'Give up an import'),
      ...importing,
      params: byId,
      body: withVersion,
      response: workbookImportSchema,
      audit: 'workbook.discarded',
      ...naturally,
    }),
    undo: endpoint({
      id: 'workbook.undo',
      method: 'POST',
      path: '/api/workbooks/imports/:id/undo',
      summary: text('整批撤销导入', 'Take a whole import back'),
      ...importing,
      params: byId,
      body: z.object({ version: versionSchema(), reason: reason() }),
      response: workbookImportSchema,
      status: 202,
      audit: 'workbook.undone',
      ...naturally,
    }),
    export: endpoint({
      id: 'workbook.export',
      method: 'POST',
      path: '/api/workbooks/exports',
      summary: text('导出档案（按列表筛选、所选列）', 'Export an archive as its list is filtered'),
      ...exporting,
      body: z.object({
        archive: archiveName(),
        columns: z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(100)),
        /** The words of the list's query, without its page. */
        filters: z.object({
          q: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(40))),
          placeId: z.optional(idSchema()),
          state: z.optional(z.enum(['active', 'retired', 'all'])),
          source: z.optional(z.enum(sourceCodes)),
          tag: z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))),
          linked: z.optional(z.string().check(z.regex(/^[a-z-]{2,24}(:[a-z-]{2,24})?$/))),
          fields: z.optional(z.record(z.string().check(z.regex(/^(f|last4)\.[A-Za-z0-9]{1,40}$/)), z.string().check(z.maxLength(80)))),
        }),
        reason: reason(),
        /** Made a package that only this partner opens, of what lies within its place and under its clearance. */
        partnerId: z.optional(idSchema()),
      }),
      response: workbookExportSchema,
      status: 202,
      idempotent: 'key',
      rate: 'export',
      audit: 'workbook.exported',
    }),
    partners: endpoint({
      id: 'workbook.partners',
      method: 'GET',
      path: '/api/workbooks/partners',
      summary: text('可交付数据包的接入应用', 'Partner systems that a package can be made for'),
      ...exporting,
      response: L2(z.object({ items: z.array(z.object({ id: idSchema(), name: z.string(), canReceive: z.boolean() })) })),
      rate: 'read',
    }),
    exports: endpoint({
      id: 'workbook.exports',
      method: 'GET',
      path: '/api/workbooks/exports',
      summary: text('我的导出记录', 'Exports of my own'),
      ...exporting,
      query: z.object({ ...pageQuery, archive: z.optional(archiveName()) }),
      response: pageOf(workbookExportSchema),
      rate: 'read',
    }),
    exported: endpoint({
      id: 'workbook.exported',
      method: 'GET',
      path: '/api/workbooks/exports/:id',
      summary: text('导出任务', 'An export'),
      ...exporting,
      params: byId,
      response: workbookExportSchema,
      rate: 'read',
    }),
    download: endpoint({
      id: 'workbook.download',
      method: 'GET',
      path: '/api/workbooks/exports/:id/content',
      summary: text('下载导出的文件（仅本人，限时）', 'The exported file, for whoever asked and for a time'),
      ...exporting,
      params: byId,
      query: z.object({
        exp: z.coerce.number().check(z.int(), z.minimum(0)),
        sig: z.string().check(z.regex(/^[A-Za-z0-9_.-]{20,120}$/)),
      }),
      rate: 'content',
      audit: 'workbook.downloaded',
      raw: true,
    }),
  },
})

/** The column that says where a file belongs; it is no field, for every file has it. */
export const placeColumn = { key: 'place', label: text('所在空间', 'Place') } as const
