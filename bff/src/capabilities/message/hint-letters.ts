import { type HintModel, hintModelSpec } from '@liren/contract/capabilities/hint'
import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

interface Raised {
  readonly model: HintModel
  readonly workerId: string | null
  readonly placePath: string
  readonly isRestricted: boolean
}

/** The worker of the place hears of a hint once, with whom its model names, and again when it gets graver; of a restricted one only those who may know of it. */
export const hintTeller = (kernel: Kernel): Consumer => ({
  name: 'message.hint',
  on: ['hint.raised', 'hint.worsened'],
  async handle(event, tx) {
    const { model, workerId, placePath, isRestricted } = event.payload as unknown as Raised
    const people = isRestricted
      ? (await holdersOf(kernel, 'hint.restricted', placePath, tx)).map(({ id }) => id)
      : workerId !== null
        ? [workerId]
        : (await holdersOf(kernel, 'visit.do', placePath, tx)).slice(0, 1).map(({ id }) => id)
    const { text, tells } = hintModelSpec(model)
    const others = tells === undefined ? [] : (await holdersOf(kernel, tells, placePath, tx)).map(({ id }) => id)
    const about = { group: 'case', subject: 'hint', subjectId: event.subjectId, source: 'hint', cause: event.id } as const
    const title = { zh: `研判提示：${text.zh}`, en: `Hint: ${text.en}` }
    const body = { zh: '请查看依据并核实；系统不会自动处置', en: 'Please look at what it rests on and check; nothing happens by itself' }
    for (const userId of new Set([...people, ...others]))
      await sendMessage(kernel, { ...about, userId, title, body, urgent: isRestricted }, tx)
  },
})
