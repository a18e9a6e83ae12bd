import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DeviceEvent } from '@liren/contract/device-events'
import type { Cursor } from './cursor.ts'
import type { Keys } from './keys.ts'
import { scanRecords } from './record.ts'

export interface Segment {
  readonly file: string
  bytes: number
  /** Events in it that the platform has not confirmed. */
  waiting: number
}

export interface Waiting {
  readonly event: DeviceEvent
  readonly segment: Segment
}

/** Segments are numbered, and the number only grows: the last one is never removed. */
export function newSegment(folder: string, last: Segment | undefined): Segment {
  const number = last ? Number.parseInt(basename(last.file), 10) + 1 : 1
  return { file: join(folder, `${String(number).padStart(10, '0')}.seg`), bytes: 0, waiting: 0 }
}

/** A record: everything that one message said, with the message's own identity where it has one. */
export interface Content {
  readonly key?: string | undefined
  readonly events: readonly DeviceEvent[]
}

export async function dropConfirmed(segments: Segment[], before: () => Promise<void>): Promise<void> {
  if (segments.length < 2 || segments[0]?.waiting !== 0) return
  await before()
  for (let oldest = segments[0]; segments.length > 1 && oldest?.waiting === 0; oldest = segments[0]) {
    await rm(oldest.file)
    segments.shift()
  }
}

/** Reads what is there, keeps aside what is not a record, and cuts off what was never finished. */
export async function loadSegments(folder: string, cursor: Cursor, keys: Pick<Keys, 'add' | 'has'>) {
  const segments: Segment[] = []
  const waiting: Waiting[] = []
  let torn = 0
  let damaged = 0
  const names = (await readdir(folder)).filter((name) => name.endsWith('.seg')).sort()
  for (const name of names) {
    const file = join(folder, name)
    const bytes = await readFile(file)
    const scan = scanRecords(bytes)
    for (const [from, to] of scan.damaged) {
      damaged += to - from
      await writeFile(`${file}.${from}.damaged`, bytes.subarray(from, to))
    }
    if (scan.end < bytes.length) {
      torn += bytes.length - scan.end
      await truncate(file, scan.end)
    }
    const segment: Segment = { file, bytes: scan.end, waiting: 0 }
    segments.push(segment)
    for (const content of scan.records) {
      const { key, events } = JSON.parse(content.toString('utf8')) as Content
      const device = events[0]?.device
      if (key !== undefined && device !== undefined && !keys.has(device, key)) keys.add(device, key)
      for (const event of events) {
        if (event.sequence <= (cursor.sequences[event.device] ?? 0)) continue
        waiting.push({ event, segment })
        segment.waiting += 1
      }
    }
  }
  return { segments, waiting, torn, damaged }
}
