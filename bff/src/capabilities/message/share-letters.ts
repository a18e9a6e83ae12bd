import type { Text } from '@liren/contract'
import type { Consumer } from '../../kernel/capability.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

interface Sent {
  readonly told: readonly string[]
  readonly kind: Text
  readonly senderId: string
}

/** Whoever is given a record hears of it; what it is stands behind the sign-in and their own rights only. */
export const shareTeller = (kernel: Kernel): Consumer => ({
  name: 'message.share',
  on: ['share.sent'],
  async handle(event, tx) {
    const { told, kind, senderId } = event.payload as unknown as Sent
    const sender = (await namesOf(kernel, [senderId], tx)).get(senderId) ?? ''
    const about = { group: 'case', subject: 'share', subjectId: event.subjectId, source: 'share', cause: event.id } as const
    const title = { zh: `${sender} 转来一条${kind.zh}`, en: `${sender} shared with you: ${kind.en.toLowerCase()}` }
    const body = { zh: '请在“转发”中查看理由与期限', en: 'See why and until when under “Shared”' }
    for (const userId of told) await sendMessage(kernel, { ...about, userId, title, body }, tx)
  },
})
