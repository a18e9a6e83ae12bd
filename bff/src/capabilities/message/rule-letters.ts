import type { Consumer } from '../../kernel/capability.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { deviceById } from '../device/read.ts'
import { residentsAt } from '../household/read.ts'
import type { RuleLetter } from '../rule/read.ts'
import { sendMessage } from './send.ts'

async function readersOf(kernel: Kernel, letter: RuleLetter, tx: Tx): Promise<readonly string[]> {
  if (letter.to === 'users') return letter.userIds
  if (letter.to === 'household') return residentsAt(kernel, letter.placePath, tx)
  if (letter.to === 'keeper') {
    const keeper = letter.deviceId === null ? undefined : (await deviceById(kernel, letter.deviceId, tx))?.keeperId
    if (keeper) return [keeper]
  }
  const permission = letter.to === 'managers' ? 'alarm.manage' : 'alarm.handle'
  return (await holdersOf(kernel, permission, letter.placePath, tx)).map((person) => person.id)
}

/** What rules have to say to people; and to those who keep the rules, that one was stopped. */
export const ruleTeller = (kernel: Kernel): Consumer => ({
  name: 'message.rule',
  on: ['rule.fired', 'rule.stopped'],
  async handle(event, tx) {
    const about = { group: 'case', subject: 'rule', subjectId: event.subjectId, source: 'rule' } as const
    if (event.name === 'rule.stopped') {
      const { name, placePath } = event.payload as { name: string; placePath: string }
      const title = { zh: `规则已停用：${name}`, en: `Rule stopped: ${name}` }
      const body = {
        zh: '一分钟内反复触发，已自动停用，请检查条件',
        en: 'It fired again and again within a minute and was switched off; look at its conditions',
      }
      for (const person of await holdersOf(kernel, 'rule.manage', placePath, tx))
        await sendMessage(kernel, { ...about, userId: person.id, title, body, urgent: true, cause: event.id }, tx)
      return
    }
    for (const [index, letter] of (event.payload.letters as RuleLetter[]).entries())
      for (const userId of await readersOf(kernel, letter, tx)) {
        const text = { title: { zh: letter.title, en: letter.title }, body: { zh: letter.body, en: letter.body } }
        await sendMessage(kernel, { ...about, userId, ...text, cause: `${event.id}:${index}` }, tx)
      }
  },
})
