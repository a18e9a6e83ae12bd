import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { deviceById } from '../device/read.ts'
import { sendMessage } from './send.ts'

/** Reminds the keeper of a device of its maintenance; where it has none, those who maintain devices there. */
export const deviceTeller = (kernel: Kernel): Consumer => ({
  name: 'message.device',
  on: ['device.maintenance-due'],
  async handle(event, tx) {
    const { name, maintainOn, keeperId } = event.payload as { name: string; maintainOn: string; keeperId: string | null }
    const device = await deviceById(kernel, event.subjectId, tx)
    if (!device || device.stage === 'retired') return
    const readers = keeperId === null ? (await holdersOf(kernel, 'device.maintain', device.placePath, tx)).map(({ id }) => id) : [keeperId]
    const about = { group: 'case', subject: 'device', subjectId: device.id, source: 'device' } as const
    const title = { zh: `设备待维护：${name}`, en: `Maintenance due: ${name}` }
    const body = { zh: `应于 ${maintainOn} 前完成维护`, en: `To be maintained by ${maintainOn}` }
    for (const userId of readers) await sendMessage(kernel, { ...about, userId, title, body, cause: event.id }, tx)
  },
})
