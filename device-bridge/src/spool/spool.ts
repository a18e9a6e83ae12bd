import { type FileHandle, mkdir, open, truncate } from 'node:fs/promises'
import type { DeviceEvent, DeviceSignal } from '@liren/contract/device-events'
import { readCursor, syncFolder, writeCursor } from './cursor.ts'
import { encodeRecord } from './record.ts'
import { dropConfirmed, loadSegments, newSegment, type Waiting } from './segments.ts'

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
  /** Resolves when the event is on disk for good, with the number it was given. */
  append(signal: DeviceSignal): Promise<DeviceEvent>
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
  readonly event: DeviceEvent
  done(): void
  failed(error: unknown): void
}

/** Events wait here, on the bridge's own disk, until the platform has them. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { folder, segmentBytes = 1024 * 1024, maxBytes = 64 * 1024 * 1024 } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let cursor = (await readCursor(folder)) ?? { base: options.now(), sequences: {} }
  await writeCursor(folder, cursor)

  const { segments, waiting, torn, damaged } = await loadSegments(folder, cursor)
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
    segment.waiting += group.length
    for (const { event } of group) waiting.push({ event, segment })
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

  return {
    recovery,
    append(signal) {
      if (closed) return Promise.reject(new Error('the spool is closed'))
      if (bytesHeld() >= maxBytes) return Promise.reject(new SpoolFull())
      const sequence = (sequences.get(signal.device) ?? cursor.base) + 1
      const event = { ...signal, sequence } as DeviceEvent
      const bytes = encodeRecord(Buffer.from(JSON.stringify(event)))
      sequences.set(signal.device, sequence)
      return new Promise((resolve, reject) => {
        queue.push({ bytes, event, done: () => resolve(event), failed: reject })
        writing ??= flush()
      })
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
      await dropConfirmed(segments)
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
