import { alarmErrors } from '@liren/contract/capabilities/alarm'
import { refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { reach, scopedRows, unscoped } from '../../kernel/store/scope.ts'
import { estatesTouching } from '../place/read.ts'
import { addEntry } from './entries.ts'
import { told } from './raise.ts'
import { type AlarmRow, alarmScope, audienceOf } from './row.ts'

type Context = Pick<RequestContext, 'principal' | 'scope' | 'tx' | 'now' | 'emit'>

/** Puts an alarm under the one that caused it, with everything that was under it. The root learns of it, so that nobody closes it unseen. */
export async function joinRoot(kernel: Kernel, row: AlarmRow, rootId: string, ctx: Context): Promise<void> {
  const unfit = () => refuseWith(alarmErrors, 'alarm.root-unfit')
  const where = combine('AND', [{ sql: 'id = ?', params: [rootId] }, reach(ctx.scope, alarmScope), audienceOf(ctx.principal)])
  const statement = { sql: `SELECT * FROM alarms WHERE ${where.sql}`, params: where.params }
  const [root] = await scopedRows<AlarmRow>(kernel.store, ctx.scope, 'alarms', statement, ctx.tx)
  if (!root || root.id === row.id) throw unfit()
  const [estate] = await estatesTouching(kernel, [row.place_path], ctx.tx)
  if (!estate || !root.place_path.startsWith(estate.path)) throw unfit()
  const taken = await kernel.store.run(
    "UPDATE alarms SET version = version + 1 WHERE id = ? AND phase <> 'done' AND root_id IS NULL",
    [root.id],
    ctx.tx,
  )
  if (taken !== 1) throw unfit()
  await kernel.store.run('UPDATE alarms SET root_id = ? WHERE root_id = ?', [root.id, row.id], ctx.tx)
  addEntry(kernel, root.id, { action: 'merge', state: root.state, actor: ctx.principal, note: row.number, at: ctx.now }, ctx.tx)
}

/** What was merged goes with its root, each with a line of its own. */
export async function closeMerged(kernel: Kernel, root: AlarmRow, ctx: Context): Promise<void> {
  const below = await unscoped<AlarmRow>(
    kernel.store,
    'what was merged is closed with its root by whoever may close the root',
    { sql: "SELECT * FROM alarms WHERE root_id = ? AND phase <> 'done'", params: [root.id] },
    ctx.tx,
  )
  for (const row of below) {
    const closed = await kernel.store.run(
      "UPDATE alarms SET state = 'closed', phase = 'done', open_key = NULL, closed_at = ?, result = ?, version = version + 1 WHERE id = ? AND phase <> 'done'",
      [ctx.now, root.result, row.id],
      ctx.tx,
    )
    if (closed !== 1) continue
    addEntry(kernel, row.id, { action: 'close', state: 'closed', actor: ctx.principal, note: root.number, at: ctx.now }, ctx.tx)
    await ctx.emit(told('alarm.moved', row, { action: 'close', from: row.state, to: 'closed', by: ctx.principal.id }))
  }
}
