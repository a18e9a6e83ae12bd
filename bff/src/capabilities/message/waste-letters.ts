import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { deviceById } from '../device/read.ts'
import { sendMessage } from './send.ts'

/** The keeper of a full bin hears that it is to be cleared; where it has none, those who clear bins there. */
export const wasteTeller = (kernel: Kernel): Consumer => ({
  name: 'message.waste',
  on: ['waste.task-opened'],
  async handle(event, tx) {
    const { deviceId, assigneeId, placePath } = event.payload as { deviceId: string; assigneeId: string | null; placePath: string }
    const bin = await deviceById(kernel, deviceId, tx)
    if (!bin) return
    const readers = assigneeId !== null ? [assigneeId] : (await holdersOf(kernel, 'waste.clear', placePath, tx)).map(({ id }) => id)
    const about = { group: 'case', subject: 'waste', subjectId: event.subjectId, source: 'waste' } as const
    const title = { zh: `垃圾桶已满：${bin.name}`, en: `Full bin: ${bin.name}` }
    const body = { zh: '请前往清运，清空后拍照完成任务', en: 'Please clear it, and show by a photo that it is empty' }
    for (const userId of readers) await sendMessage(kernel, { ...about, userId, title, body, cause: event.id }, tx)
  },
})
