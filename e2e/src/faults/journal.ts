import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** What a client knows: what it asked for, and what it was promised. Kept on its own disk, synced before it goes on. */
export interface JournalLine {
  readonly key: string
  readonly kind: 'asked' | 'promised'
  readonly id?: string
}

export function openJournal(path: string) {
  const file = openSync(path, 'a')
  return {
    note(line: JournalLine): void {
      writeSync(file, `${JSON.stringify(line)}\n`)
      fsyncSync(file)
    },
    close: () => closeSync(file),
  }
}
export type Journal = ReturnType<typeof openJournal>

export interface Told {
  /** Every key that was ever asked with, and the ids that were promised for it. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>
}

export function readJournal(path: string): Told {
  const keys = new Map<string, Set<string>>()
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    if (text === '') continue
    const line = JSON.parse(text) as JournalLine
    const ids = keys.get(line.key) ?? new Set()
    if (line.id) ids.add(line.id)
    keys.set(line.key, ids)
  }
  return { keys }
}
