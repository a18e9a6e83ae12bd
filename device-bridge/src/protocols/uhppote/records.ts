import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ControllerEvent } from './codec.ts'

/** How far a controller's ring of events was taken in. */
export interface Mark {
  readonly index: number
  readonly at: number
}

/** Keeps the mark of every controller on disk: the datagrams alone would lose what happened while we were away. */
export function createMarks(folder: string) {
  const marks = new Map<string, Mark>()
  const file = (code: string): string => join(folder, `${code}.json`)
  return {
    async read(code: string): Promise<Mark | undefined> {
      if (marks.has(code)) return marks.get(code)
      const text = await readFile(file(code), 'utf8').catch(() => undefined)
      if (text === undefined) return undefined
      try {
        const { index, at } = JSON.parse(text) as Partial<Mark>
        if (typeof index !== 'number' || typeof at !== 'number') return undefined
        marks.set(code, { index, at })
      } catch {
        return undefined
      }
      return marks.get(code)
    },
    async write(code: string, mark: Mark): Promise<void> {
      await writeFile(`${file(code)}.new`, JSON.stringify(mark))
      await rename(`${file(code)}.new`, file(code))
      marks.set(code, mark)
    },
  }
}
export type Marks = ReturnType<typeof createMarks>

/** The most that is fetched in one go; the rest follows in the next round. */
const mostAtOnce = 500

/**
 * Which events are to be fetched, given the newest one that the controller speaks of. A smaller number with a later time is
 * a memory that was cleared: the count began anew.
 */
export function missing(mark: Mark | undefined, newest: ControllerEvent): { readonly from: number; readonly until: number } | undefined {
  if (newest.index === 0) return undefined
  // The first time nobody wants years of old passages: it begins here.
  if (!mark) return { from: newest.index, until: newest.index }
  const isAnew = newest.index < mark.index && newest.at !== undefined && newest.at > mark.at
  const from = isAnew ? 1 : mark.index + 1
  if (from > newest.index) return undefined
  return { from, until: Math.min(newest.index, from + mostAtOnce - 1) }
}
