import { type FileHandle, mkdir, open, truncate } from 'node:fs/promises'
import type { DeviceEvent, DeviceSignal } from '@liren/contract/device-events'
import { readCursor, syncFolder, writeCursor } from './cursor.ts'
import { openKeys } from './keys.ts'
import { encodeRecord } from './record.ts'
import { type Content, dropConfirmed, loadSegments, newSegment, type Waiting } from './segments.ts'

export interface SpoolOptions {
  readonly folder: string
  readonly now: () => number
  readonly segmentBytes?: number
  /** Beyond this nothing is taken in until the platform has confirmed some of it. */
  readonly maxBytes?: number
}

export class SpoolFull extends Error {
  constructor() {
    super('the spool has reached its size limit')
    this.name = 'SpoolFull'
  }
}

/** What was found when the spool was opened. */
export interface Recovery {
  readonly waiting: number
  /** Bytes of an unfinished last record that were cut off. They were never confirmed to a device. */
  readonly torn: number
  /** Bytes inside a segment that are not records. They are kept beside it in a `.damaged` file. */
  readonly damaged: number
}

export interface Spool {
  readonly recovery: Recovery
  /**
   * Resolves when all of it is on disk for good, with the numbers it was given; after a crash either all of it is there or
   * nothing. What was taken under the same key of the same device, however long ago, is not taken again: then there are none.
   */
  append(signals: readonly DeviceSignal[], key?: string): Promise<readonly DeviceEvent[]>
  /** The oldest events that are not confirmed yet. */
  peek(limit: number): readonly DeviceEvent[]
  /** The platform has the first `count` of them. */
  confirm(count: number): Promise<void>
  readonly waiting: number
  readonly bytes: number
  close(): Promise<void>
}

interface Entry {
  readonly bytes: Buffer
  readonly events: readonly DeviceEvent[]
  done(): void
  failed(error: unknown): void
}

/** Events wait here, on the bridge's own disk, until the platform has them. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { folder, segmentBytes = 1024 * 1024, maxBytes = 64 * 1024 * 1024 } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let cursor = (await readCursor(folder)) ?? { base: options.now(), sequences: {} }
  await writeCursor(folder, cursor)

  const keys = await openKeys(folder)
  /** Under way to the disk: the same message over two connections is one. */
  const underWay = new Map<string, Promise<unknown>>()
  const { segments, waiting, torn, damaged } = await loadSegments(folder, cursor, keys)
  const recovery = { waiting: waiting.length, torn, damaged }
  const sequences = new Map(Object.entries(cursor.sequences))
  for (const { event } of waiting) sequences.set(event.device, event.sequence)

  let file: FileHandle | undefined
  let queue: Entry[] = []
  let writing: Promise<void> | undefined
  let closed = false

  const bytesHeld = (): number => segments.reduce((sum, segment) => sum + segment.bytes, 0)

  const writeGroup = async (group: readonly Entry[]): Promise<void> => {
    let segment = segments.at(-1)
    if (!segment || segment.bytes >= segmentBytes) {
      await file?.close()
      file = undefined
      segment = newSegment(folder, segment)
      file = await open(segment.file, 'a', 0o600)
      await syncFolder(folder)
      segments.push(segment)
    }
    file ??= await open(segment.file, 'a')
    const bytes = Buffer.concat(group.map((entry) => entry.bytes))
    await file.appendFile(bytes)
    await file.datasync()
    segment.bytes += bytes.length
    for (const { events } of group) {
      segment.waiting += events.length
      for (const event of events) waiting.push({ event, segment })
    }
  }

  // After a failed write the file may hold part of the group; none of it was promised to anybody.
  const repair = async (): Promise<void> => {
    await file?.close().catch(() => undefined)
    file = undefined
    const segment = segments.at(-1)
    if (segment) await truncate(segment.file, segment.bytes).catch(() => undefined)
  }

  // Whatever came in while the disk was busy goes out together and shares one sync.
  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = queue
      queue = []
      try {
        await writeGroup(group)
        for (const entry of group) entry.done()
      } catch (error) {
        await repair()
        for (const entry of group) entry.failed(error)
      }
    }
    writing = undefined
  }

  const write = (signals: readonly DeviceSignal[], key?: string): Promise<readonly DeviceEvent[]> => {
    if (closed) return Promise.reject(new Error('the spool is closed'))
    if (bytesHeld() >= maxBytes) return Promise.reject(new SpoolFull())
    const reached = new Map<string, number>()
    const events = signals.map((signal) => {
      const sequence = (reached.get(signal.device) ?? sequences.get(signal.device) ?? cursor.base) + 1
      reached.set(signal.device, sequence)
      return { ...signal, sequence } as DeviceEvent
    })
    const content: Content = { key, events }
    const bytes = encodeRecord(Buffer.from(JSON.stringify(content)))
    for (const [device, sequence] of reached) sequences.set(device, sequence)
    return new Promise((resolve, reject) => {
      queue.push({ bytes, events, done: () => resolve(events), failed: reject })
      writing ??= flush()
    })
  }

  return {
    recovery,
    async append(signals, key) {
      const [first] = signals
      if (first === undefined) return []
      if (key === undefined) return write(signals)
      const name = `${first.device} ${key}`
      if (keys.has(first.device, key)) return []
      const same = underWay.get(name)
      if (same) {
        await same
        return []
      }
      const work = write(signals, key)
      underWay.set(name, work)
      try {
        const events = await work
        keys.add(first.device, key)
        return events
      } finally {
        underWay.delete(name)
      }
    },
    peek: (limit) => waiting.slice(0, limit).map(({ event }) => event),
    async confirm(count) {
      const confirmed: readonly Waiting[] = waiting.slice(0, count)
      const reached = { ...cursor.sequences }
      for (const { event } of confirmed) reached[event.device] = event.sequence
      const next = { ...cursor, sequences: reached }
      await writeCursor(folder, next)
      cursor = next
      waiting.splice(0, confirmed.length)
      for (const { segment } of confirmed) segment.waiting -= 1
      await dropConfirmed(segments, keys.save)
    },
    get waiting() {
      return waiting.length
    },
    get bytes() {
      return bytesHeld()
    },
    async close() {
      closed = true
      await writing
      await file?.close()
      file = undefined
    },
  }
}
