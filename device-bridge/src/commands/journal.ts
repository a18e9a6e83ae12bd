import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeviceCommand } from '@liren/contract/device-commands'
import { gathered } from '../platform/gathered.ts'
import { readWhole, writeWhole } from '../platform/whole-file.ts'

/** `waiting` was never sent; from `sending` on nobody knows what the device did until it says so. */
export type Stage = 'waiting' | 'sending'

export interface OpenCommand {
  readonly command: DeviceCommand
  readonly stage: Stage
  /** What was left of its time when it was taken, and when that was by the wall clock: for a restart, which no other clock survives. */
  readonly leftMs: number
  readonly takenAt: number
  /** The end that is to be told, so that it is told after a restart too. */
  readonly final?: { readonly state: 'done' | 'failed' | 'expired'; readonly reason?: string | undefined }
}

interface Kept {
  readonly after: number
  readonly open: readonly OpenCommand[]
}

/** Commands on the bridge's own disk. Every change is there before anything follows from it. */
export async function openJournal(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'commands.json')
  const found = ((await readWhole(file)) as Kept | undefined) ?? { after: 0, open: [] }
  let after = found.after
  const open = new Map(found.open.map((one) => [one.command.id, one]))
  const { save, idle } = gathered(() => writeWhole(file, { after, open: [...open.values()] }))

  return {
    get after() {
      return after
    },
    get open(): readonly OpenCommand[] {
      return [...open.values()]
    },
    has: (id: string): boolean => open.has(id),
    /** New ones, with the highest sequence reached. */
    take(commands: readonly OpenCommand[], reached: number): Promise<void> {
      for (const one of commands) open.set(one.command.id, one)
      after = Math.max(after, reached)
      return save()
    },
    change(id: string, change: Partial<Pick<OpenCommand, 'stage' | 'final'>>): Promise<void> {
      const known = open.get(id)
      if (!known) return Promise.resolve()
      open.set(id, { ...known, ...change })
      return save()
    },
    /** Resolves when everything is written. */
    idle,
    drop(id: string): Promise<void> {
      open.delete(id)
      return save()
    },
  }
}

export type Journal = Awaited<ReturnType<typeof openJournal>>
