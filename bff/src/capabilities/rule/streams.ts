import { isDeepStrictEqual } from 'node:util'
import { keepMemories, memoryKey, readMemories } from '../../engines/rule/memory.ts'
import { blank, type Memory, stepWindow } from '../../engines/rule/step.ts'
import type { ClosedWindow } from '../../engines/stream/index.ts'
import type { StoredEvent } from '../../kernel/capability.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere } from '../device/read.ts'
import { shieldOf, streamsById } from '../stream/read.ts'
import { readBook } from './book.ts'
import { calm } from './calm.ts'
import { fire } from './fire.ts'

const nobody = '-'

/** Holds windows that were written or corrected against the rules that look at them. One window fires a rule once at most. */
export async function hearWindows(kernel: Kernel, event: StoredEvent, tx: Tx): Promise<void> {
  const { book, taken } = await readBook(kernel, tx)
  const windows = (event.payload as { windows: ClosedWindow[] }).windows
  const heard = windows.flatMap((window) =>
    (book.onStream.get(window.streamId) ?? []).map((listener) => ({
      ...{ window, listener, key: memoryKey(listener.rule, listener.index, window.deviceId ?? nobody) },
    })),
  )
  if (heard.length === 0) return
  const ids = [...new Set(windows.flatMap((one) => one.deviceId ?? []))].sort()
  const devices = new Map(
    (ids.length === 0 ? [] : await devicesWhere(kernel, among('id', ids), ids.length, tx)).map((one) => [one.id, one]),
  )
  const streams = await streamsById(
    kernel,
    windows.map((one) => one.streamId),
    tx,
  )
  const memories = await readMemories(kernel, [...new Set(heard.map((one) => one.key))].sort(), tx)
  const changed = new Map<string, Memory>()
  for (const { window, listener, key } of heard) {
    const { rule, when, index } = listener
    const stream = streams.get(window.streamId)
    const device = window.deviceId === null ? undefined : devices.get(window.deviceId)
    if (when.kind !== 'stream' || stream === undefined || (window.deviceId !== null && device === undefined)) continue
    const placePath = device?.placePath ?? stream.place_path
    // A device that is being worked on sets nothing off: whoever is there sees what it does.
    if (device?.stage === 'retired' || device?.stage === 'maintaining' || !placePath.startsWith(rule.placePath)) continue
    const before = changed.get(key) ?? memories.get(key) ?? blank
    const next = stepWindow(when, before, window)
    if (!isDeepStrictEqual(next.memory, before)) changed.set(key, next.memory)
    const known = (one: string) => changed.get(one) ?? memories.get(one)
    if (next.ends && device) await calm(kernel, { rule, device, at: window.until }, known, tx)
    if (!next.fires) continue
    const isWithheld = device?.isOfOneHome ?? (await shieldOf(kernel, stream, tx))(window.devices)
    const cause = {
      ...{ key: `${window.streamId}:${window.deviceId ?? nobody}:${window.until}:${rule.id}:${index}`, device, placePath },
      ...{ at: window.until, values: isWithheld ? {} : shownOf(window) },
    }
    await fire(kernel, { rule, index, cause, taken }, tx)
  }
  await keepMemories(kernel, changed, tx)
}

/** Which window it was, of which steps, and how often it had been corrected. */
const shownOf = ({ value, prior, from, until, points, revision, panes, late }: ClosedWindow): Record<string, unknown> => ({
  ...{ value, prior, windowFrom: iso(from), windowUntil: iso(until), points, revision, late },
  steps: panes.map((start) => iso(start)).join(', '),
})
