import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { alarmForLetters } from '../alarm/read.ts'
import { residentsAt } from '../household/read.ts'
import { sendMessage } from './send.ts'

/** What concerns whoever lives in the house where it was measured. */
const atHome: ReadonlySet<string> = new Set(['fire', 'smoke', 'gas', 'electrical'])

/** The work order of a hazard, pushed to whoever is on duty; where nobody is, to those who manage there, who are told so. */
export const hazardTeller = (kernel: Kernel): Consumer => ({
  name: 'message.hazard',
  on: ['hazard.opened'],
  async handle(event, tx) {
    const { userIds, number, isCovered } = event.payload as { userIds: string[]; number: string; isCovered: boolean }
    const row = await alarmForLetters(kernel, event.subjectId, tx)
    if (!row) return
    const where = [row.place_label, row.device_name].filter(Boolean).join(' ')
    const title = isCovered
      ? { zh: `值班派单：${row.title_zh}`, en: `On your watch: ${row.title_en}` }
      : { zh: `无人值班：${row.title_zh}`, en: `Nobody on duty: ${row.title_en}` }
    const body = isCovered
      ? { zh: `${number} ${where}，请立即到场查看并受理`, en: `${number} ${where}, please go there and accept it` }
      : {
          zh: `${number} ${where}，当前时段没有排班，请指定人员处理`,
          en: `${number} ${where}; nobody is on the roster, please send somebody`,
        }
    const about = { group: 'case', subject: 'hazard', subjectId: row.id, source: 'hazard', cause: event.id } as const
    for (const userId of userIds) await sendMessage(kernel, { ...about, userId, title, body, urgent: true }, tx)
    if (!atHome.has(row.kind)) return
    // whoever lives there is warned as well: about their own home, without the words of the desk
    const home = { ...about, subject: 'house-warning', cause: `${event.id}:home` } as const
    const warning = { zh: `家中${row.title_zh}`, en: `At your home: ${row.title_en}` }
    const words = {
      zh: `${where}，请确认家中是否安全；有明火请立即撤离并拨打 119`,
      en: `${where}: please see that all is safe; where it burns, leave at once and call 119`,
    }
    for (const userId of await residentsAt(kernel, row.place_path, tx))
      await sendMessage(kernel, { ...home, userId, title: warning, body: words, urgent: true }, tx)
  },
})
