import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendMessage } from './send.ts'

interface Watched {
  readonly alarmId: string
  readonly people: readonly string[]
  readonly plate: string
  readonly gate: string
  readonly level: number
}

/** Those who were named hear of a watched plate at once, and nobody else. */
export const passageTeller = (kernel: Kernel): Consumer => ({
  name: 'message.passage',
  on: ['passage.watched'],
  async handle(event, tx) {
    const { alarmId, people, plate, gate, level } = event.payload as unknown as Watched
    const about = { group: 'case', subject: 'alarm', subjectId: alarmId, source: 'passage', cause: event.id } as const
    const title = { zh: `布控车辆出现：${plate}`, en: `Watched plate seen: ${plate}` }
    const body = { zh: `${gate} 识别到布控车辆，请尽快核查`, en: `${gate} saw a watched plate, please look into it` }
    for (const userId of people) await sendMessage(kernel, { ...about, userId, title, body, urgent: level <= 2 }, tx)
  },
})
