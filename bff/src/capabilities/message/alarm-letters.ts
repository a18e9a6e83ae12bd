import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type AlarmForLetters, alarmForLetters } from '../alarm/read.ts'
import { deviceById } from '../device/read.ts'
import { ordered } from '../hazard/read.ts'
import { sendMessage } from './send.ts'

const roman = { 1: 'I', 2: 'II', 3: 'III', 4: 'IV' } as const

/** A fault goes to whoever keeps the device, whatever its level. */
const keeperOf = async (kernel: Kernel, row: AlarmForLetters, tx: Tx): Promise<string | undefined> =>
  row.device_id === null || !row.kind.endsWith('-fault')
    ? undefined
    : ((await deviceById(kernel, row.device_id, tx))?.keeperId ?? undefined)

/**
 * Who is responsible at the place hears of an alarm at once; who manages there, when nobody took it in time. IV waits in the list,
 * but for the keeper of a device that failed.
 */
export const alarmTeller = (kernel: Kernel): Consumer => ({
  name: 'message.alarm',
  on: ['alarm.raised', 'alarm.escalated'],
  async handle(event, tx) {
    const row = await alarmForLetters(kernel, event.subjectId, tx)
    // an alarm with an audience is told by whoever raised it, to those who were named
    if (!row || row.root_id !== null || row.audience !== null) return
    const isLate = event.name === 'alarm.escalated'
    const keeper = isLate ? undefined : await keeperOf(kernel, row, tx)
    const isQuiet = !isLate && Number(row.level) === 4
    const people = isQuiet ? [] : await holdersOf(kernel, isLate ? 'alarm.manage' : 'alarm.handle', row.place_path, tx)
    const withOrder = isLate ? new Set<string>() : await ordered(kernel, row, tx)
    const to = new Set([
      ...people.map((person) => person.id),
      ...(isLate && row.handler_id ? [row.handler_id] : []),
      ...(keeper ? [keeper] : []),
    ])
    const where = [row.place_label, row.device_name].filter(Boolean).join(' ')
    const title = isLate
      ? { zh: `告警超时：${row.title_zh}`, en: `Alarm overdue: ${row.title_en}` }
      : { zh: `${roman[row.level]} 级告警：${row.title_zh}`, en: `Level ${roman[row.level]}: ${row.title_en}` }
    const body = isLate
      ? { zh: `${row.number} ${where}，超过时限仍未处理`, en: `${row.number} ${where} has passed its time` }
      : { zh: `${row.number} ${where}，请尽快受理`, en: `${row.number} ${where}, please accept it` }
    const about = { group: 'case', subject: 'alarm', subjectId: row.id, source: 'alarm', cause: event.id } as const
    for (const userId of to)
      if (!withOrder.has(userId)) await sendMessage(kernel, { ...about, userId, title, body, urgent: isLate || Number(row.level) <= 2 }, tx)
  },
})
