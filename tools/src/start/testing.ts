import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Run {
  readonly process: ChildProcess
  readonly output: () => string
  /** Resolves when the output holds the text; rejects when the program ends without it. */
  until(text: string): Promise<void>
  readonly ended: Promise<number | null>
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'liren-start-'))

/** `npm start` as a person would, from the sources, with a small community and quick password hashes. */
export function startHouse(env: Readonly<Record<string, string>>, args: readonly string[] = ['--from-source']): Run {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LIREN_')))
  const child = spawn(process.execPath, ['start.mjs', ...args], {
    cwd: root,
    env: { ...inherited, LIREN_DEMO_PROFILE: 'small', LIREN_PASSWORD_ROUNDS: '1000', LIREN_SIM_LIFE: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const listeners = new Set<() => void>()
  const keep = (chunk: Buffer): void => {
    text += chunk
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return {
    process: child,
    output: () => text,
    ended,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!text.includes(wanted)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`ended without saying "${wanted}":\n${text}`)))
      }),
  }
}

/** A port that is free, with the next fifteen free as well as far as one look can tell. */
export function somePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port > 60_000 ? port - 20_000 : port))
    })
  })
}

/** Children of a process, by the words of their command line. */
export function childNamed(parent: number, words: string): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(parent) && command.includes(words)
      } catch {
        return false
      }
    })
}
