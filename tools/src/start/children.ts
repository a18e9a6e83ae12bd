import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openLogFile } from './log-file.ts'

export interface ChildSpec {
  readonly name: string
  readonly text: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly logFile: string
}

export interface Child {
  readonly name: string
  readonly pid: number | undefined
  /** How often it ended by itself since it was started. */
  readonly crashes: number
  /** Asks it to drain and end, waits, and ends it when it does not. */
  stop(patienceMs: number): Promise<void>
  kill(): void
}

export interface Reporter {
  note(line: string): void
}

const withParent = fileURLToPath(new URL('with-parent.mjs', import.meta.url))
const longestPause = 30_000
/** Whoever lived this long has recovered: the next crash is a new story. */
const healthyAfter = 60_000

/** Keeps a program running: when it ends by itself it is started again, after a pause that grows. */
export function keepRunning(spec: ChildSpec, reporter: Reporter): Child {
  const log = openLogFile(spec.logFile)
  let process_: ChildProcess | undefined
  let ended: Promise<void> = Promise.resolve()
  let stopping = false
  let crashes = 0
  let timer: NodeJS.Timeout | undefined

  const launch = (): void => {
    const began = Date.now()
    const child = spawn(process.execPath, ['--import', withParent, ...spec.args], {
      cwd: spec.cwd,
      env: spec.env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C in the terminal reaches us alone, and we decide who stops when.
      detached: true,
    })
    process_ = child
    let tail = ''
    const keep = (chunk: string): void => {
      tail = (tail + chunk).slice(-2000)
      log(chunk)
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        process_ = undefined
        resolve()
        if (!stopping) again(Date.now() - began, signal ?? `code ${code}`, tail)
      })
      child.once('error', (error) => keep(String(error)))
    })
  }

  const again = (livedMs: number, how: string, tail: string): void => {
    crashes = livedMs > healthyAfter ? 1 : crashes + 1
    const pause = Math.min(1000 * 2 ** (crashes - 1), longestPause)
    const last = tail.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
    reporter.note(
      `! ${spec.text} 意外退出，${pause / 1000} 秒后重启 · ${spec.name} ended (${how}) and is started again in ${pause / 1000} s (${spec.logFile})${last ? `: ${last}` : ''}`,
    )
    timer = setTimeout(launch, pause)
  }

  launch()
  return {
    name: spec.name,
    get pid() {
      return process_?.pid
    },
    get crashes() {
      return crashes
    },
    async stop(patienceMs) {
      stopping = true
      clearTimeout(timer)
      process_?.kill('SIGTERM')
      const force = setTimeout(() => process_?.kill('SIGKILL'), patienceMs)
      await ended
      clearTimeout(force)
    },
    kill() {
      stopping = true
      clearTimeout(timer)
      process_?.kill('SIGKILL')
    },
  }
}
