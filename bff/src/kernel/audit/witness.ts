import { constants, createReadStream } from 'node:fs'
import { mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { SignedCheckpoint } from './checkpoint.ts'

/**
 * The second place: a copy of every checkpoint outside the database, with the beginning of each entry's hash since
 * the one before. A database that was put back, or rewritten with all keys at hand, still differs from it.
 */
export interface Witness {
  readonly where: string
  append(line: WitnessLine): Promise<void>
  /** The size that the newest line speaks of; 0 without any. */
  lastSize(): Promise<number>
  lines(): AsyncIterable<WitnessLine>
}

export interface WitnessLine extends SignedCheckpoint {
  readonly size: number
  readonly publicKey: string
  /** Four bytes of each leaf since the previous line, base64. */
  readonly leaves: string
}

export const leafMark = (leaf: Buffer): Buffer => leaf.subarray(0, 4)

/** One file a month, written at its end only and on the disk before `append` returns. */
export function fileWitness(folder: string): Witness {
  const names = async (): Promise<string[]> => {
    try {
      return (await readdir(folder)).filter((name) => /^\d{4}-\d\d\.jsonl$/.test(name)).sort()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }
  return {
    where: folder,
    async append(line) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const month = /^time (\d{4}-\d\d)/m.exec(line.text)?.[1] ?? '0000-00'
      const file = await open(join(folder, `${month}.jsonl`), constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY, 0o600)
      try {
        // A line that a crash cut short must not swallow this one.
        const { size } = await file.stat()
        await file.appendFile(`${size > 0 ? '\n' : ''}${JSON.stringify(line)}`)
        await file.sync()
      } finally {
        await file.close()
      }
    },
    async lastSize() {
      for (const name of (await names()).reverse()) {
        const last = (await tail(join(folder, name))).split('\n').flatMap(parse).at(-1)
        if (last) return last.size
      }
      return 0
    },
    async *lines() {
      for (const name of await names()) for await (const line of createInterface(createReadStream(join(folder, name)))) yield* parse(line)
    },
  }
}

/** Much more than the longest line. */
const tailBytes = 256 * 1024

async function tail(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.min(size, tailBytes))
    await file.read(bytes, 0, bytes.length, size - bytes.length)
    return bytes.toString()
  } finally {
    await file.close()
  }
}

function parse(line: string): WitnessLine[] {
  if (line === '') return []
  try {
    const value = JSON.parse(line) as WitnessLine
    return typeof value.text === 'string' && Number.isSafeInteger(value.size) ? [value] : []
  } catch {
    return []
  }
}
