import { setTimeout as wait } from 'node:timers/promises'
import { isBusy } from './errors.ts'
import { Handle, type HandleOptions } from './handle.ts'
import { WriteLock } from './write-lock.ts'

const idleHandles = 4
const patience = 5000
const files = new Map<string, DatabaseFile>()

/** What all connections of this process to one file share: the write lock, and handles that rest between uses. */
export class DatabaseFile {
  readonly lock = new WriteLock()
  readonly path: string
  readonly #options: HandleOptions
  readonly #idle: Handle[] = []
  #users = 0

  constructor(path: string, options: HandleOptions) {
    this.path = path
    this.#options = options
  }

  /** A handle of one's own until it is given back; opening one costs as much as dozens of reads. */
  take(): Handle {
    const handle = this.#idle.pop() ?? new Handle(this.path, this.#options)
    this.#users++
    return handle
  }

  giveBack(handle: Handle): void {
    this.#users--
    if (handle.inTransaction || this.#idle.length >= idleHandles) handle.close()
    else this.#idle.push(handle)
    if (this.#users > 0) return
    for (const resting of this.#idle.splice(0)) resting.close()
    files.delete(this.path)
  }
}

/** The shared state of a file; made for its first user, gone with its last. */
export function databaseFile(path: string, options: HandleOptions): DatabaseFile {
  const known = files.get(path)
  if (known) return known
  const file = new DatabaseFile(path, options)
  files.set(path, file)
  return file
}

/** Repeats a write while another process holds the file, without holding up our event loop. */
export async function patiently<T>(write: () => T): Promise<T> {
  for (let waited = 0, pause = 2; ; waited += pause, pause = Math.min(pause * 2, 50)) {
    try {
      return write()
    } catch (error) {
      if (!isBusy(error) || waited >= patience) throw error
      await wait(pause)
    }
  }
}
