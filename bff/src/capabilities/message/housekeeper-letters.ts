import { type Text, text } from '@liren/contract'
import { type AskKind, askKinds } from '@liren/contract/capabilities/housekeeper'
import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

interface Told {
  readonly talkId: string
  readonly label: string
  readonly kind: AskKind
  readonly keepers: readonly string[]
  readonly resident: string
  readonly opens: boolean
  readonly step: number
  readonly placePath: string
}

/** Tells the side that waits: the housekeeper of what is asked, the resident of the answer, and upwards what nobody answers. */
export const housekeeperTeller = (kernel: Kernel): Consumer => ({
  name: 'message.housekeeper',
  on: ['housekeeper.asked', 'housekeeper.answered', 'housekeeper.finished', 'housekeeper.overdue'],
  async handle(event, tx) {
    const told = event.payload as unknown as Told
    const about = { group: 'case', subject: 'housekeeper-talk', subjectId: told.talkId, source: 'housekeeper', cause: event.id } as const
    const tell = async (people: readonly string[], title: Text, body: Text, urgent = false) => {
      for (const userId of new Set(people)) await sendMessage(kernel, { ...about, userId, title, body, urgent }, tx)
    }
    const where = (zh: string, en: string) => text(`${told.label}，${zh}`, `${told.label}: ${en}`)
    switch (event.name) {
      case 'housekeeper.asked': {
        if (!told.opens) return
        const kind = askKinds[told.kind]
        return tell(told.keepers, text(`住户${kind.zh}`, `A resident: ${kind.en}`), where('等您答复', 'waiting for your answer'))
      }
      case 'housekeeper.answered':
        return tell([told.resident], text('管家已答复', 'Your housekeeper answered'), where('点开查看', 'tap to read'))
      case 'housekeeper.finished':
        return tell([told.resident], text('服务请求已办结', 'Your request is done'), where(askKinds[told.kind].zh, askKinds[told.kind].en))
      default: {
        const managers = told.step > 1 ? await holdersOf(kernel, 'housekeeper.manage', told.placePath, tx) : []
        const people = [...told.keepers, ...managers.map(({ id }) => id)]
        return tell(people, text('住户等待答复已超时', 'A resident waits past the promise'), where('请尽快答复', 'please answer'), true)
      }
    }
  },
})
