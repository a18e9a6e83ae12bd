import { join } from 'node:path'
import { readWhole, writeWhole } from '../../platform/whole-file.ts'

/** A charging process under its number: ours in 1.6, the station's own in 2.0.1. */
export interface Process {
  readonly id: string
  readonly device: string
  readonly connector: number
  readonly token: string
  readonly meterStart: number | undefined
  readonly startedAt: number
  readonly isOver: boolean
}

interface Kept {
  next: number
  processes: Process[]
  /** Cards that may charge, by device. */
  tokens: Record<string, { token: string; isAccepted: boolean; until?: number | undefined }[]>
}

/** How long a process that is over is remembered, so that its end may be told again. */
const rememberedOver = 2000

/** Numbers of charging processes and cards that may charge, on disk: a pile that was offline comes back with old numbers. */
export async function openLedger(folder: string) {
  const file = join(folder, 'ledger.json')
  const kept: Kept = ((await readWhole(file)) as Kept | undefined) ?? { next: 1, processes: [], tokens: {} }
  let writing: Promise<void> = Promise.resolve()
  const save = (): Promise<void> => {
    writing = writing.catch(() => undefined).then(() => writeWhole(file, kept))
    return writing
  }

  return {
    /** The same start told twice is one process. Without a number of the station's own it gets one of ours. */
    async begin({ id, ...start }: Omit<Process, 'id' | 'isOver'> & { readonly id?: string }): Promise<Process> {
      const known = kept.processes.find(
        (one) =>
          one.device === start.device &&
          (id === undefined
            ? one.connector === start.connector && one.startedAt === start.startedAt && one.token === start.token
            : one.id === id),
      )
      if (known) return known
      const made = { ...start, id: id ?? String(kept.next++), isOver: false }
      kept.processes.push(made)
      await save()
      return made
    },
    /** By its number, or where a pile began offline without one, by the card that is charging there. */
    find(device: string, id: string | undefined, token?: string): Process | undefined {
      const own = kept.processes.filter((one) => one.device === device)
      if (id !== undefined) return own.find((one) => one.id === id)
      return own.findLast((one) => !one.isOver && (token === undefined || one.token === token))
    },
    async end(process: Process): Promise<void> {
      kept.processes = kept.processes.map((one) => (one === process ? { ...one, isOver: true } : one))
      const over = kept.processes.filter((one) => one.isOver)
      if (over.length > rememberedOver) kept.processes = kept.processes.filter((one) => one !== over[0])
      await save()
    },
    isAccepted(device: string, token: string, now: number): boolean {
      const entry = kept.tokens[device]?.find((one) => one.token === token)
      return entry?.isAccepted === true && (entry.until === undefined || entry.until > now)
    },
    async setTokens(device: string, isFull: boolean, tokens: Kept['tokens'][string]): Promise<void> {
      const given = new Set(tokens.map((one) => one.token))
      const others = isFull ? [] : (kept.tokens[device] ?? []).filter((one) => !given.has(one.token))
      kept.tokens[device] = [...others, ...tokens]
      await save()
    },
  }
}
export type Ledger = Awaited<ReturnType<typeof openLedger>>
