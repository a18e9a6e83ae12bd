import type { Text } from '@liren/contract'
import type { MessageGroup } from '@liren/contract/capabilities/message'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface Letter {
  readonly userId: string
  readonly group: MessageGroup
  readonly title: Text
  readonly body: Text
  readonly subject?: string
  readonly subjectId?: string
  readonly urgent?: boolean
  /** Reaches those who muted the group as well: danger that concerns them. */
  readonly isForEverybody?: boolean
  readonly source: string
  /** The event that caused it: the same event never tells the same person twice. */
  readonly cause: string
}

/** Puts a message into somebody's box and tells their open screens. Muted groups still receive, silently. */
export async function sendMessage(kernel: Kernel, letter: Letter, tx: Tx): Promise<void> {
  const { store, clock, ids } = kernel
  const id = ids.next()
  const made = await insertOnce(
    store,
    'messages',
    {
      id,
      user_id: letter.userId,
      grp: letter.group,
      title: JSON.stringify(letter.title),
      body: JSON.stringify(letter.body),
      subject: letter.subject ?? null,
      subject_id: letter.subjectId ?? null,
      is_urgent: letter.urgent ? 1 : 0,
      source: letter.source,
      dedupe: `${letter.cause}:${letter.userId}`,
      created_at: clock.now(),
    },
    tx,
  )
  if (!made) return
  const payload = {
    userId: letter.userId,
    group: letter.group,
    subject: letter.subject ?? null,
    subjectId: letter.subjectId ?? null,
    isForEverybody: letter.isForEverybody,
  }
  await appendEvents(kernel, [{ name: 'message.sent', subject: 'message', subjectId: id, payload, live: { userIds: [letter.userId] } }], tx)
}
