import type { AlarmKind } from '@liren/contract/capabilities/alarm'
import { scheduleJob } from '../../kernel/background/outbox.ts'
import type { StoredEvent } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { deviceById } from '../device/read.ts'
import { readBook } from './book.ts'
import { fire } from './fire.ts'

interface Raised {
  readonly number: string
  readonly kind: AlarmKind
  readonly placePath: string
  readonly deviceId: string
  readonly level: number
}

/** Rules that an alarm sets off: at once, or when nobody has accepted it after a while. */
export async function alarmRaised(kernel: Kernel, event: StoredEvent, tx: Tx): Promise<void> {
  const { book, taken } = await readBook(kernel, tx)
  const raised = event.payload as unknown as Raised
  for (const { rule, when, index } of book.onAlarm) {
    if (when.kind !== 'alarm' || !when.kinds.includes(raised.kind) || !raised.placePath.startsWith(rule.placePath)) continue
    const key = `${event.subjectId}:${rule.id}:${index}`
    if (when.unacceptedSeconds !== undefined) {
      const payload = { ruleId: rule.id, number: rule.number, index, alarmId: event.subjectId, deviceId: raised.deviceId, key }
      const at = event.at + when.unacceptedSeconds * 1000
      await scheduleJob(
        kernel,
        { kind: 'rule.unaccepted', key, at, payload: { ...payload, placePath: raised.placePath, alarm: raised.number } },
        tx,
      )
      continue
    }
    const device = await deviceById(kernel, raised.deviceId, tx)
    const cause = {
      key,
      device,
      placePath: raised.placePath,
      at: event.at,
      alarmId: event.subjectId,
      values: { alarm: raised.number, level: raised.level },
    }
    await fire(kernel, { rule, index, cause, taken }, tx)
  }
}
