import { environmentFactorNames, environmentRefreshMs } from '@liren/contract/capabilities/environment'
import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Consumer, Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { ToldEvent } from '../device/read.ts'

/** City, street, community, estate: everybody there hears of it. */
const estateOf = (path: string): string => `/${path.split('/').filter(Boolean).slice(0, 4).join('/')}/`
const measures = ({ type, values }: ToldEvent): boolean =>
  /^(environment|water)\./.test(type) && environmentFactorNames.some((name) => typeof values[name] === 'number')

const laterKind = 'environment.tell'

/**
 * Tells ends that an estate has new readings: at once, and then once in a while however often stations speak. What came
 * in between is told at the end of that while, so the last reading is never left out.
 */
export const tellReadings = (kernel: Kernel): Consumer => ({
  name: 'environment.news',
  on: ['device.told'],
  async handle(event, tx) {
    const told = (event.payload as { events: ToldEvent[] }).events.filter(measures)
    for (const path of new Set(told.map(({ placePath }) => estateOf(placePath)))) await tell(kernel, path, tx)
  },
})

async function tell(kernel: Kernel, path: string, tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  const isFirst = await insertOnce(kernel.store, 'environment_news', { place_path: path, told_at: now }, tx)
  const isDue =
    isFirst ||
    (await kernel.store.run(
      'UPDATE environment_news SET told_at = ? WHERE place_path = ? AND told_at <= ?',
      [now, path, now - environmentRefreshMs],
      tx,
    )) === 1
  if (isDue) return say(kernel, path, tx)
  await scheduleJob(kernel, { kind: laterKind, key: path, at: now + environmentRefreshMs, payload: { path } }, tx)
}

const say = (kernel: Kernel, path: string, tx: Tx): Promise<void> =>
  appendEvents(
    kernel,
    [
      {
        ...{ name: 'environment.told', subject: 'environment', subjectId: '', payload: { path } },
        live: { placePath: path, permission: 'environment.read', homePermission: 'environment.own' },
      },
    ],
    tx,
  )

export const tellLater = (kernel: Kernel): Job => ({
  kind: laterKind,
  text: { zh: '告知新的环境读数', en: 'Tell of new readings of the environment' },
  async run(payload, { now }) {
    const { path } = payload as { path: string }
    await kernel.store.tx(async (tx) => {
      await kernel.store.run('UPDATE environment_news SET told_at = ? WHERE place_path = ?', [now, path], tx)
      await say(kernel, path, tx)
    })
  },
})
