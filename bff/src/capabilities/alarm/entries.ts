import type { AlarmAction, AlarmHappening, AlarmState } from '@liren/contract/capabilities/alarm'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface Step {
  readonly action: AlarmAction | AlarmHappening
  readonly state: AlarmState
  readonly actor?: Pick<Principal, 'id' | 'name'> | null | undefined
  readonly note?: string | null | undefined
  readonly photos?: readonly string[] | undefined
  readonly at: number
}

/** One line of an alarm's timeline, sent with what follows in the transaction. */
export function addEntry(kernel: Kernel, alarmId: string, step: Step, tx: Tx): void {
  kernel.store.later(
    'INSERT INTO alarm_entries (id, alarm_id, action, state, actor_id, actor_name, note, photos, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [
      ...[kernel.ids.next(), alarmId, step.action, step.state, step.actor?.id ?? null, step.actor?.name ?? null, step.note ?? null],
      ...[step.photos && step.photos.length > 0 ? JSON.stringify(step.photos) : null, step.at],
    ],
    tx,
  )
}
