import { backup as contract } from '@liren/contract/capabilities/backup'
import { dayOf, nextDaily } from '../../kernel/background/daily.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { keyset } from '../../kernel/store/page.ts'
import { drillRoutes } from './drills.ts'
import { mediumRoutes } from './media.ts'
import { assurePolicy, house, longestFullDays, policyOf, presentPolicy } from './policy.ts'
import { type BackupRow, backupById, columns, isoOrNull, lastFull, present } from './row.ts'
import { beginWaiting, checkBackup } from './run.ts'
import { askBackup, standingOf, tidy, watch } from './watch.ts'
import { restoreCommand, warningsOf, whereOf } from './where.ts'

const e = contract.endpoints
const day = 86_400_000

/** Backups of the house: made by plan or by hand, looked at, kept and cleaned; restoring is a command on an empty machine. */
export const backup: CapabilityFactory = (kernel) => {
  const { store, clock, config, ids } = kernel
  return {
    contract,
    routes: [
      route(e.list, async ({ query }) => {
        const keys = keyset(query, ['id desc'], { kind: query.kind ?? '' })
        const limit = query.limit ?? 50
        const after = keys.seek()
        const kind = query.kind ? { sql: 'kind = ? AND ', params: [query.kind] } : { sql: '', params: [] }
        const rows = await store.rows<BackupRow>(
          `SELECT ${columns} FROM backups WHERE ${kind.sql}${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
          [...kind.params, ...after.params, limit + 1],
        )
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: page.items.map(present) }
      }),

      route(e.overview, async ({ now }) => {
        const zone = config.LIREN_TIME_ZONE
        const policy = await policyOf(kernel)
        const standing = await standingOf(kernel)
        const where = whereOf(config)
        const [running] = await store.rows<BackupRow>(`SELECT ${columns} FROM backups WHERE active_key = 'one'`)
        const misses = await store.rows<{ day: string; made_good_at: number | null }>(
          'SELECT day, made_good_at FROM backup_misses WHERE day > ? ORDER BY day DESC',
          [dayOf(now - 31 * day, zone)],
        )
        const [newest] = await store.rows<{ name: string }>("SELECT name FROM backups WHERE state = 'done' ORDER BY id DESC LIMIT 1")
        return {
          policy: presentPolicy(policy),
          running: running ? present(running) : null,
          lastFullAt: isoOrNull(standing.lastFullAt),
          lastAt: isoOrNull(standing.lastGoodAt),
          nextAt: policy.is_on === 1 ? isoOrNull(nextDaily(now, policy.at_time, zone)) : null,
          missed: misses.map((row) => ({ day: row.day, madeGoodAt: isoOrNull(row.made_good_at) })),
          folder: where.folder,
          copyFolder: where.copyFolder,
          keyFile: where.keyFile,
          warnings: warningsOf(config, where),
          restoreCommand: restoreCommand(where, newest?.name ?? 'liren-…'),
        }
      }),

      route(e.start, async (ctx) => {
        const { kind } = ctx.body
        if (kind === 'incremental' && !(await lastFull(kernel, ctx.tx))) throw refuseWith(e.start.errors, 'backup.no-full')
        const id = ids.next()
        const asked = { id, kind, origin: 'hand', asked_by: ctx.principal.id } as const
        if (!(await askBackup(kernel, asked, ctx.tx))) throw refuseWith(e.start.errors, 'backup.running')
        await ctx.schedule({ kind: 'backup.begin', key: id, at: ctx.now, payload: {} })
        ctx.audit({ subject: 'backup', subjectId: id, after: { kind } })
        return present((await backupById(kernel, id, ctx.tx)) as BackupRow)
      }),

      route(e.verify, async (ctx) => {
        const { id } = ctx.params
        const row = await backupById(kernel, id, ctx.tx)
        if (!row) throw refuse('not-found')
        if (row.state !== 'done') throw refuseWith(e.verify.errors, 'backup.not-done')
        await ctx.schedule({ kind: 'backup.verify', key: id, at: ctx.now, payload: { id } })
        ctx.audit({ subject: 'backup', subjectId: id, after: { name: row.name } })
      }),

      route(e.setPolicy, async (ctx) => {
        const { isOn, time, fullDays, keepDays, verifyDays, version } = ctx.body
        if (fullDays > longestFullDays) throw refuseWith(e.setPolicy.errors, 'backup.full-too-rare')
        const before = await assurePolicy(kernel, ctx.tx)
        const changed = await store.run(
          `UPDATE backup_policies SET is_on = ?, at_time = ?, full_days = ?, keep_days = ?, verify_days = ?, on_since_at = ?, version = version + 1
           WHERE id = ? AND version = ?`,
          [
            ...[isOn ? 1 : 0, time, fullDays, keepDays, verifyDays],
            // Another hour, or a plan that was off: days before this one are none of its business.
            isOn && before.is_on === 1 && before.at_time === time ? before.on_since_at : clock.now(),
            ...[house, version],
          ],
          ctx.tx,
        )
        if (changed !== 1) throw refuse('stale')
        const after = presentPolicy(await policyOf(kernel, ctx.tx))
        ctx.audit({ subject: 'backup', subjectId: 'policy', before: { ...presentPolicy(before) }, after: { ...after } })
        return after
      }),

      ...mediumRoutes(kernel),
      ...drillRoutes(kernel),
    ],
    jobs: [
      {
        kind: 'backup.watch',
        text: { zh: '按计划备份并发现漏备', en: 'Make backups by plan, notice missed days' },
        every: 60_000,
        run: () => kernel.lock.tryWith('backup-watch', 60_000, () => watch(kernel)).then(() => {}),
      },
      { kind: 'backup.begin', text: { zh: '开始备份', en: 'Begin a backup' }, run: () => beginWaiting(kernel) },
      {
        kind: 'backup.verify',
        text: { zh: '校验备份', en: 'Look whether a backup is whole' },
        run: ({ id }) => checkBackup(kernel, String(id)),
      },
      {
        kind: 'backup.tidy',
        text: { zh: '清理到期增量、补传副本、定期校验备份', en: 'Clean old increments, copy and check backups' },
        daily: '04:10',
        run: () => kernel.lock.tryWith('backup-tidy', 600_000, () => tidy(kernel)).then(() => {}),
      },
    ],
  }
}
