import { isDeepStrictEqual } from 'node:util'
import type { Listener } from '../../engines/rule/book.ts'
import { keepMemories, memoryKey, readMemories } from '../../engines/rule/memory.ts'
import { blank, type Memory, step } from '../../engines/rule/step.ts'
import type { Word } from '../../engines/rule/word.ts'
import { cancelJob, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Consumer, StoredEvent } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice, type ToldEvent, toldOf, valuesOf } from '../device/read.ts'
import { alarmRaised } from './alarms.ts'
import { readBook } from './book.ts'
import { calm } from './calm.ts'
import { takeFired } from './edge-fired.ts'
import { fire } from './fire.ts'
import { hearWindows } from './streams.ts'
import { windowOf } from './window.ts'

/** Reads what devices said, once each, and fires the rules that it sets off. */
export const runRules = (kernel: Kernel): Consumer => ({
  name: 'rule.run',
  on: ['device.told', 'alarm.raised', 'stream.closed'],
  handle: (event, tx) => {
    if (event.name === 'stream.closed') return hearWindows(kernel, event, tx)
    return event.name === 'device.told' ? hear(kernel, event, tx) : alarmRaised(kernel, event, tx)
  },
})

interface Heard {
  readonly word: Word
  readonly device: KnownDevice
  readonly listener: Listener
  readonly key: string
}

async function hear(kernel: Kernel, event: StoredEvent, tx: Tx): Promise<void> {
  const { book, taken } = await readBook(kernel, tx)
  const all = (event.payload as { events: ToldEvent[] }).events
  const told = all.filter((one) => one.type === 'rule.fired' || book.hears(one.type))
  if (told.length === 0) return
  const ids = [...new Set(told.map((one) => one.deviceId))].sort()
  const devices = new Map((await devicesWhere(kernel, among('id', ids), ids.length, tx)).map((device) => [device.id, device]))
  const words = await wordsOf(kernel, told, devices, tx)
  const heard: Heard[] = words.flatMap(({ word, device }) =>
    book.listeners(word).map((listener) => ({ word, device, listener, key: memoryKey(listener.rule, listener.index, device.id) })),
  )
  const memories = await readMemories(
    kernel,
    [...new Set(heard.filter((one) => one.listener.when.kind !== 'event').map((one) => one.key))],
    tx,
  )
  const changed = new Map<string, Memory>()
  for (const one of heard) {
    const { listener, word, device } = one
    const sum = listener.when.kind === 'window' ? await windowOf(kernel, listener.when, word, tx) : undefined
    const before = changed.get(one.key) ?? memories.get(one.key) ?? blank
    const next = step(listener.when, before, word, sum)
    if (!isDeepStrictEqual(next.memory, before)) changed.set(one.key, next.memory)
    if (next.ends) {
      await cancelJob(kernel, 'rule.lasted', one.key, tx)
      const known = (key: string) => changed.get(key) ?? memories.get(key)
      await calm(kernel, { rule: listener.rule, device, at: word.at }, known, tx)
    }
    if (next.lastsUntil !== undefined) await waitFor(kernel, one, next.lastsUntil, tx)
    if (next.fires) {
      const cause = { key: `${word.id}:${listener.rule.id}:${listener.index}`, device, placePath: word.device.placePath, at: word.at }
      await fire(kernel, { rule: listener.rule, index: listener.index, cause: { ...cause, values: valuesShown(word, device) }, taken }, tx)
    }
  }
  await keepMemories(kernel, changed, tx)
  for (const one of told) if (one.type === 'rule.fired') await takeFired(kernel, one, devices.get(one.deviceId), book, tx)
}

async function wordsOf(kernel: Kernel, told: readonly ToldEvent[], devices: ReadonlyMap<string, KnownDevice>, tx: Tx) {
  const properties = await toldOf(kernel, told, tx)
  return told.flatMap((one, index): { word: Word; device: KnownDevice }[] => {
    const device = devices.get(one.deviceId)
    // A device that is being worked on sets nothing off: whoever is there sees what it does.
    if (!device || device.stage === 'retired' || device.stage === 'maintaining' || one.type === 'rule.fired') return []
    const word = { device: { ...device, placePath: one.placePath }, id: one.id, type: one.type, at: one.at, values: one.values }
    return [{ device, word: { ...word, told: properties[index] ?? [] } }]
  })
}

/** Properties by their names where the model has them, else what the event brought; of a home's own meter its health only. */
export const valuesShown = (word: Word, { isOfOneHome }: KnownDevice): Record<string, unknown> =>
  valuesOf(isOfOneHome, word.type, { ...word.values, ...Object.fromEntries(word.told.map((one) => [one.name, one.value])) })

/** What has to last waits as a job written with the word that began it. */
async function waitFor(kernel: Kernel, { listener, device, word, key }: Heard, until: number, tx: Tx): Promise<void> {
  const payload = {
    ...{ ruleId: listener.rule.id, number: listener.rule.number, index: listener.index, deviceId: device.id },
    ...{ key, since: word.at, placePath: word.device.placePath, values: valuesShown(word, device), causeId: word.id },
  }
  await scheduleJob(kernel, { kind: 'rule.lasted', key, at: Math.max(until, kernel.clock.now()), payload }, tx)
}
