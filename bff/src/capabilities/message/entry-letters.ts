import { text } from '@liren/contract'
import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

/** Tells those who keep the register that a paper form did not come back, or should have been destroyed. */
export function entryTeller(kernel: Kernel): Consumer {
  return {
    name: 'message.entry',
    on: ['entry.paper-overdue'],
    async handle({ id, subjectId, payload }, tx) {
      const { title, placePath, shelf } = payload as { title: string; placePath: string; shelf: string }
      for (const holder of await holdersOf(kernel, 'entry.paper', placePath, tx))
        await sendMessage(
          kernel,
          {
            ...{ userId: holder.id, group: 'case', title: text('纸质材料逾期', 'A paper form is late'), urgent: false },
            body: text(
              `${title}（${shelf}）逾期未归还或未销毁，请处理并登记`,
              `${title} (${shelf}) was not brought back or destroyed in time`,
            ),
            ...{ subject: 'paper', subjectId, source: 'entry', cause: id },
          },
          tx,
        )
    },
  }
}
