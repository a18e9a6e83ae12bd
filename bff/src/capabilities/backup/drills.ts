import {
  type Drill,
  type DrillKind,
  drillErrors,
  drillKinds,
  drillEndpoints as e,
  type SiteCheck,
  siteItems,
} from '@liren/contract/capabilities/backup'
import { refuseWith } from '../../kernel/errors.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { iso, isoOrNull } from './row.ts'

interface DrillRow {
  readonly id: string
  readonly kind: DrillKind
  readonly how: Drill['how']
  readonly command_at: number
  readonly ready_at: number | null
  readonly limit_minutes: number
  readonly result: Drill['result']
  readonly backup_name: string | null
  readonly findings: string
}

const minute = 60_000

const present = (row: DrillRow): Drill => ({
  id: row.id,
  kind: row.kind,
  how: row.how,
  commandAt: iso(row.command_at),
  readyAt: isoOrNull(row.ready_at),
  minutes: row.ready_at === null ? null : Math.round(((row.ready_at - row.command_at) / minute) * 10) / 10,
  limitMinutes: row.limit_minutes,
  result: row.result,
  backupName: row.backup_name,
  findings: row.findings,
})

export interface DrillFacts {
  readonly kind: DrillKind
  readonly how: Drill['how']
  readonly commandAt: number
  readonly readyAt: number | null
  readonly backupName?: string
  readonly findings: string
}

/** Keeps the times of a drill and judges them by its limit. */
export async function keepDrill(
  { store, ids, clock }: Pick<Kernel, 'store' | 'ids' | 'clock'>,
  facts: DrillFacts,
  tx?: Tx,
): Promise<Drill> {
  const { limit } = drillKinds[facts.kind]
  const isLate = facts.readyAt !== null && facts.readyAt - facts.commandAt > limit * minute
  const row: DrillRow = {
    id: ids.next(),
    kind: facts.kind,
    how: facts.how,
    command_at: facts.commandAt,
    ready_at: facts.readyAt,
    limit_minutes: limit,
    result: facts.readyAt === null ? 'failed' : isLate ? 'over' : 'within',
    backup_name: facts.backupName ?? null,
    findings: facts.findings,
  }
  await insertOnce(store, 'backup_drills', { ...row, created_at: clock.now() }, tx)
  return present(row)
}

interface SiteCheckRow {
  readonly id: string
  readonly room: string
  readonly checked_on: string
  readonly checker: string
  readonly items: string
  readonly is_met: number
  readonly created_at: number
}

const presentCheck = (row: SiteCheckRow): SiteCheck => ({
  id: row.id,
  room: row.room,
  checkedOn: row.checked_on,
  checker: row.checker,
  items: JSON.parse(row.items) as SiteCheck['items'],
  isMet: row.is_met === 1,
  createdAt: iso(row.created_at),
})

/** Drills of recovery, and checks of the rooms where data is kept. */
export function drillRoutes(kernel: Kernel): Route[] {
  const { store, ids } = kernel
  const newest = async <T extends { id: string }>(table: string, query: { cursor?: string | undefined; limit?: number | undefined }) => {
    const keys = keyset(query, ['id desc'])
    const limit = query.limit ?? 50
    const after = keys.seek()
    const sql = `SELECT * FROM ${table} WHERE ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`
    return keys.page(await store.rows<T>(sql, [...after.params, limit + 1]), limit, (row) => [row.id])
  }
  return [
    route(e.drills, async ({ query }) => {
      const page = await newest<DrillRow>('backup_drills', query)
      return { ...page, items: page.items.map(present) }
    }),

    route(e.recordDrill, async (ctx) => {
      const { kind, findings } = ctx.body
      const commandAt = Date.parse(ctx.body.commandAt)
      const readyAt = ctx.body.readyAt === null ? null : Date.parse(ctx.body.readyAt)
      if (commandAt > ctx.now || (readyAt !== null && (readyAt < commandAt || readyAt > ctx.now)))
        throw refuseWith(drillErrors, 'backup.drill-backwards')
      const drill = await keepDrill(kernel, { kind, how: 'hand', commandAt, readyAt, findings }, ctx.tx)
      ctx.audit({ subject: 'backup-drill', subjectId: drill.id, after: { kind, minutes: drill.minutes, result: drill.result } })
      return drill
    }),

    route(e.siteChecks, async ({ query }) => {
      const page = await newest<SiteCheckRow>('backup_site_checks', query)
      return { ...page, items: page.items.map(presentCheck) }
    }),

    route(e.recordSiteCheck, async (ctx) => {
      const { room, checkedOn, checker } = ctx.body
      const wanted = Object.keys(siteItems) as (keyof typeof siteItems)[]
      const answers = new Map(ctx.body.items.map((item) => [item.item, item]))
      const open = wanted.filter((item) => !answers.has(item))
      if (open.length > 0 || answers.size !== ctx.body.items.length)
        throw refuseWith(drillErrors, 'backup.site-incomplete', { details: { open } })
      const items = wanted.flatMap((item) => answers.get(item) ?? [])
      if (items.some(({ state, note }) => state === 'short' && note === '')) throw refuseWith(drillErrors, 'backup.site-unexplained')
      const isMet = items.every(({ state }) => state !== 'short')
      const row = { id: ids.next(), room, checked_on: checkedOn, checker, items: JSON.stringify(items), is_met: isMet ? 1 : 0 }
      await insertOnce(store, 'backup_site_checks', { ...row, created_at: ctx.now }, ctx.tx)
      ctx.audit({ subject: 'backup-site', subjectId: row.id, after: { room, isMet } })
      return presentCheck({ ...row, created_at: ctx.now })
    }),
  ]
}
