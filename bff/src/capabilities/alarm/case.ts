import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { addEntry } from './entries.ts'
import { type AlarmWish, type RaisedAlarm, raiseAlarm } from './raise.ts'
import type { AlarmRow } from './row.ts'

/**
 * The one seam by which something that has to be done is opened: it joins what stands open about the same, or becomes
 * an alarm with its loop of accept, handle, close. Whatever keeps cases one day takes its place here.
 */
export async function openCase(kernel: Kernel, wish: AlarmWish, tx: Tx): Promise<RaisedAlarm> {
  const sql =
    "SELECT id, state FROM alarms WHERE device_id = ? AND kind = ? AND phase <> 'done' AND (? = '' OR part = ?) ORDER BY id DESC LIMIT 1"
  const params = [wish.device.id, wish.kind, wish.part ?? '', wish.part ?? '']
  const statement = { sql, params }
  const [open] = await unscoped<Pick<AlarmRow, 'id' | 'state'>>(kernel.store, 'a case joins what stands open about the same', statement, tx)
  if (!open) return raiseAlarm(kernel, wish, tx)
  const note = [wish.source.name, wish.title?.zh].filter(Boolean).join('：')
  addEntry(kernel, open.id, { action: 'note', state: open.state, note, at: kernel.clock.now() }, tx)
  return { id: open.id, isNew: false }
}
