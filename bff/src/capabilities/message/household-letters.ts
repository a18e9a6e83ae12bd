import { text } from '@liren/contract'
import type { Consumer, StoredEvent } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { claimForLetter, houseName, memberForLetter } from '../household/read.ts'
import { type Letter, sendMessage } from './send.ts'

/** Tells people about the houses they belong to or ask for, and reviewers that somebody waits. */
export function householdTeller(kernel: Kernel): Consumer {
  return {
    name: 'message.household',
    on: ['household.claimed', 'household.approved', 'household.rejected', 'household.invited', 'household.joined', 'household.left'],
    async handle(event, tx) {
      for (const letter of await lettersOf(kernel, event, tx)) await sendMessage(kernel, letter, tx)
    },
  }
}

type Words = Pick<Letter, 'title' | 'body' | 'subject' | 'subjectId'>

async function lettersOf(kernel: Kernel, event: StoredEvent, tx: Tx): Promise<Letter[]> {
  const to = (userIds: readonly string[], words: Words): Letter[] =>
    userIds.map((userId) => ({ userId, group: 'community', source: 'household', cause: event.id, ...words }))
  const { userIds = [], member } = event.payload as { userIds?: string[]; member?: string }

  if (event.name === 'household.left') {
    const house = await houseName(kernel, event.subjectId, tx)
    return to(userIds, {
      title: text('房屋成员变更', 'Household changed'),
      body: text(`您已不再是 ${house} 的成员`, `You no longer belong to ${house}`),
      subject: 'household',
      subjectId: event.subjectId,
    })
  }
  if (event.name === 'household.invited' || event.name === 'household.joined') {
    const known = member === undefined ? undefined : await memberForLetter(kernel, member, tx)
    if (!known) return []
    if (event.name === 'household.invited')
      return to(userIds, {
        title: text('邀请您加入房屋', 'An invitation'),
        body: text(
          `${known.invitedBy?.name ?? ''} 邀请您加入 ${known.house}`,
          `${known.invitedBy?.name ?? ''} invites you to ${known.house}`,
        ),
        subject: 'household-invitation',
        subjectId: member as string,
      })
    return to(known.invitedBy === null ? [] : [known.invitedBy.id], {
      title: text('家人已加入', 'Somebody joined'),
      body: text(`${known.name} 已加入 ${known.house}`, `${known.name} has joined ${known.house}`),
      subject: 'household',
      subjectId: event.subjectId,
    })
  }

  const claim = await claimForLetter(kernel, event.subjectId, tx)
  if (!claim) return []
  const about = { subject: 'household-claim', subjectId: event.subjectId }
  if (event.name === 'household.claimed') {
    const reviewers = await holdersOf(kernel, 'household.review', claim.placePath, tx)
    return to(
      reviewers.map(({ id }) => id).filter((id) => id !== claim.userId),
      {
        title: text('新的房屋绑定申请', 'A request to bind a house'),
        body: text(
          `${claim.house} 有人申请绑定，请在一个工作日内审核`,
          `Somebody asks for ${claim.house}; please decide within one working day`,
        ),
        ...about,
      },
    )
  }
  const approved = event.name === 'household.approved'
  return to([claim.userId], {
    title: approved ? text('房屋绑定已通过', 'Your house is bound') : text('房屋绑定未通过', 'Your request was refused'),
    body: approved
      ? text(`${claim.house} 已绑定，可开门、缴费、报修`, `${claim.house} is bound to your account`)
      : text(`${claim.house}：${claim.reason ?? ''}`, `${claim.house}: ${claim.reason ?? ''}`),
    ...about,
  })
}
