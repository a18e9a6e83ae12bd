import { Readable } from 'node:stream'
import { maxExportRows } from '@liren/contract/capabilities/workbook'
import { scheduleJob } from '../../../kernel/background/outbox.ts'
import type { Job } from '../../../kernel/capability.ts'
import { makePackage } from '../../../kernel/crypto/exchange-package.ts'
import { mask } from '../../../kernel/crypto/mask.ts'
import { desks, letOut, type Target } from '../../../kernel/egress/egress.ts'
import type { Principal, Scope } from '../../../kernel/http/route.ts'
import { iso } from '../../../kernel/iso.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../../kernel/store/store.ts'
import { writeWorkbook } from '../../../kernel/workbook/write.ts'
import { partnerById, receivingCertificate } from '../../api/read.ts'
import { actorOf, scopeOfBoth } from '../actor.ts'
import { importableCalled } from '../records/called.ts'
import type { ExportPage, Importable } from '../records/importable.ts'
import { optionsOf } from '../records/options.ts'
import { putSealed } from '../sealed-file.ts'
import { bookOf, copyName, rowsOfPage } from './copy.ts'
import { copyKey, copyMs, type ExportRecord, exportsWhere, moveExport, openFilters, partKey } from './export-store.ts'

export const exportJob = 'workbook.export'
const pageRows = 250
/** A part is what one job writes before it makes way for other work. */
const pagesOfPart = 4
const stuckMs = 90_000
const patience = 8

export const planExport = (kernel: Kernel, { id, version }: Pick<ExportRecord, 'id' | 'version'>, tx: Tx): Promise<void> =>
  scheduleJob(kernel, { kind: exportJob, key: `${id}:${version}`, at: kernel.clock.now(), payload: { id } }, tx)

/** What the asker may carry away: of what is read, that for which exporting is allowed too; and nothing that was not asked for then. */
export const exportScope = (actor: Principal, target: Importable, within?: readonly string[]): Scope =>
  scopeOfBoth(actor, 'workbook.export', target.readPermission, within)

async function runExport(kernel: Kernel, id: string): Promise<void> {
  const [record] = await exportsWhere(kernel, "id = ? AND state IN ('waiting', 'writing')", [id])
  if (!record) return
  const target = importableCalled(kernel, record.archive, JSON.parse(record.reach) as string[])
  const actor = await actorOf(kernel, record.owner_id, record.at_end)
  const scope = actor && target ? exportScope(actor, target, JSON.parse(record.reach) as string[]) : undefined
  if (!actor || !target || !scope || scope.places.length === 0) return fail(kernel, record)
  const columns = JSON.parse(record.columns) as string[]
  const { masked, hidden } = target.shownTo(
    actor,
    columns.filter((key) => key in target.fields),
  )
  // rights that were taken away since count at once
  if (hidden.length > 0) return fail(kernel, record)
  const receiving = await receivingPartner(kernel, record)
  if (receiving === 'gone') return fail(kernel, record)
  const stopped = await stoppedColumns(kernel, record, target, scope, columns, masked, receiving?.target ?? desks)
  const { rows, lastId, isEnd } = await nextRows(kernel, record, target, actor, scope, stopped)
  await putSealed(kernel, partKey(id, record.parts), Readable.from([Buffer.from(JSON.stringify(rows))]))
  const isCut = !isEnd && record.written + rows.length >= maxExportRows
  const next = { ...record, parts: record.parts + 1, written: record.written + rows.length }
  if (isEnd || isCut) await writeCopy(kernel, next, target, actor, receiving)
  const now = kernel.clock.now()
  const done: Record<string, SqlValue> =
    isEnd || isCut ? { state: 'done', finished_at: now, expires_at: now + copyMs, is_cut: Number(isCut) } : { state: 'writing' }
  const change = { ...done, parts: next.parts, written: next.written, last_id: lastId, masked: JSON.stringify([...masked, ...stopped]) }
  await kernel.store.tx(async (tx) => {
    if (!(await moveExport(kernel, record, change, tx))) return
    if (done.state === 'writing') await planExport(kernel, { id, version: record.version + 1 }, tx)
    else await tell(kernel, next, isCut, tx)
  })
  if (done.state === 'done') await removeParts(kernel, next)
}

interface Receiving {
  readonly target: Target
  readonly certificate: string
}

/** The partner whom a copy is for, as long as it may be sent anything; undefined where it stays with the desks. */
async function receivingPartner(kernel: Kernel, record: ExportRecord): Promise<Receiving | 'gone' | undefined> {
  if (record.partner_id === null) return undefined
  const row = await partnerById(kernel, record.partner_id)
  const certificate = row && receivingCertificate(kernel, row)
  return !row || certificate === undefined ? 'gone' : { target: { kind: 'partner', id: row.id, name: row.name }, certificate }
}

/** Columns in plain that may not go there: they are masked, whoever asks for them. */
async function stoppedColumns(
  kernel: Kernel,
  record: ExportRecord,
  target: Importable,
  { places }: Scope,
  columns: readonly string[],
  masked: readonly string[],
  to: Target,
): Promise<string[]> {
  const fields = columns.flatMap((name) => {
    const field = target.fields[name]
    return field && !masked.includes(name) ? [{ name, grade: field.level }] : []
  })
  const allowed = await letOut(kernel, { target: to, subject: record.archive, placePath: places[0] ?? '/', fields })
  return fields.flatMap(({ name }) => (allowed.has(name) ? [] : [name]))
}

async function nextRows(
  kernel: Kernel,
  record: ExportRecord,
  target: Importable,
  actor: Principal,
  scope: Scope,
  stopped: readonly string[],
) {
  const columns = JSON.parse(record.columns) as string[]
  const options = await optionsOf(kernel, target)
  const rows: ReturnType<typeof rowsOfPage> = []
  let lastId = record.last_id
  for (let page = 0; page < pagesOfPart; page++) {
    const limit = Math.min(pageRows, maxExportRows - record.written - rows.length)
    if (limit <= 0) break
    const fields = columns.filter((key) => key in target.fields)
    const found = await target.page(actor, scope, { columns: fields, filters: openFilters(kernel, record), afterId: lastId, limit })
    rows.push(...rowsOfPage(maskedToo(found, target, stopped), target, options, columns))
    lastId = found.rows.at(-1)?.id ?? lastId
    if (found.rows.length < limit) return { rows, lastId, isEnd: true }
  }
  return { rows, lastId, isEnd: false }
}

const maskedToo = (page: ExportPage, target: Importable, stopped: readonly string[]): ExportPage =>
  stopped.length === 0
    ? page
    : { rows: page.rows.map((row) => ({ ...row, values: { ...row.values, ...hidden(row.values, target, stopped) } })) }

const hidden = (values: ExportPage['rows'][number]['values'], target: Importable, stopped: readonly string[]) =>
  Object.fromEntries(
    stopped.map((name) => {
      const value = values[name] ?? null
      return [name, value === null ? null : mask(target.fields[name]?.mask ?? 'all', String(value))]
    }),
  )

const clockText = (kernel: Kernel): string =>
  new Date(kernel.clock.now()).toLocaleString('sv-SE', { timeZone: kernel.config.LIREN_TIME_ZONE }).slice(0, 16)

async function writeCopy(
  kernel: Kernel,
  record: ExportRecord,
  target: Importable,
  actor: Principal,
  receiving: Receiving | undefined,
): Promise<void> {
  const mark = { name: actor.name, userId: actor.id, at: clockText(kernel), reason: record.reason, trace: record.id }
  const book = writeWorkbook(bookOf(kernel, record, target, mark))
  await putSealed(kernel, copyKey(record.id), receiving ? packageOf(kernel, record, receiving, book) : book)
}

/** The workbook as one piece, signed with the key of the house and encrypted to the partner. */
async function* packageOf(kernel: Kernel, record: ExportRecord, { target, certificate }: Receiving, book: AsyncIterable<Buffer>) {
  const pieces: Buffer[] = []
  for await (const piece of book) pieces.push(piece)
  const version = kernel.keyring.currentVersion('house')
  const text = makePackage(
    { crypto: kernel.crypto, bytes: (count) => kernel.random.bytes(count) },
    {
      ...{ id: record.id, to: { partner: target.id, certificate }, madeAt: iso(kernel.clock.now()), name: copyName(kernel, record) },
      from: { keyId: `house-${version}`, privateKey: kernel.keyring.secret('house', version, 'workbook_exports').toString() },
      content: Buffer.concat(pieces),
    },
  )
  yield Buffer.from(text)
}

const tell = (kernel: Kernel, record: ExportRecord, isCut: boolean, tx: Tx) =>
  kernel.audit.write(
    {
      ...{ actorId: record.owner_id, actorKind: 'user', action: 'workbook.written', subject: record.archive, subjectId: record.id },
      ...{ placePath: null, result: 'done', ip: null, requestId: null, reason: record.reason },
      after: {
        ...{ rows: record.written, isCut, columns: JSON.parse(record.columns) as string[] },
        ...(record.partner_id === null ? {} : { partner: record.partner_id }),
      },
    },
    tx,
  )

async function removeParts(kernel: Kernel, { id, parts }: ExportRecord): Promise<void> {
  for (let part = 0; part < parts; part++) await kernel.files.remove(partKey(id, part))
}

async function fail(kernel: Kernel, record: ExportRecord): Promise<void> {
  await kernel.store.tx((tx) => moveExport(kernel, record, { state: 'failed' }, tx))
  await removeParts(kernel, record)
}

/** Takes up what a crash left, and removes copies whose time is over. */
export async function tidyExports(kernel: Kernel, now: number): Promise<void> {
  const stuck = await exportsWhere(
    kernel,
    "state IN ('waiting', 'writing') AND touched_at < ?",
    [now - stuckMs],
    'ORDER BY touched_at LIMIT 50',
  )
  for (const record of stuck)
    if (record.resumed >= patience) await fail(kernel, record)
    else
      await kernel.store.tx(async (tx) => {
        if (await moveExport(kernel, record, { resumed: record.resumed + 1 }, tx))
          await planExport(kernel, { id: record.id, version: record.version + 1 }, tx)
      })
  const over = await exportsWhere(kernel, "state = 'done' AND touched_at < ?", [now - copyMs], 'ORDER BY touched_at LIMIT 50')
  for (const record of over) {
    await kernel.files.remove(copyKey(record.id))
    await kernel.store.tx((tx) => moveExport(kernel, record, { state: 'gone' }, tx))
  }
}

export const exportJobs = (kernel: Kernel): Job[] => [
  {
    kind: exportJob,
    text: { zh: '导出表格', en: 'Export a workbook' },
    run: async ({ id }) => {
      await kernel.lock.tryWith(`workbook:${String(id)}`, 60_000, () => runExport(kernel, String(id)))
    },
  },
]
