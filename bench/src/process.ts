import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Started {
  readonly pid: number
  stop(): Promise<void>
}

/** Starts a server of the comparison and waits until it says that it listens. */
export async function startServer(script: string, env: Record<string, string>): Promise<Started> {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      ...(process.env.BENCH_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', process.env.BENCH_PROFILE] : []),
      ...(script.endsWith('.ts') ? ['--import', 'tsx'] : []),
      script,
    ],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  const failed = once(child, 'exit').then(() => {
    throw new Error(`${script} ended before it listened`)
  })
  await Promise.race([once(child, 'message'), failed])
  failed.catch(() => {})
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

const ticksPerSecond = 100

/** User and system time of a process so far, in milliseconds; unlike the clock it does not count others' work. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}

const quietShare = 0.1
const mostLookedAt = 300

/** Waits until a process does nothing of its own any more: a house that was just filled still writes its search index. */
export async function quiet(pid: number): Promise<void> {
  for (let looked = 0; looked < mostLookedAt; looked++) {
    const before = cpuMs(pid)
    await sleep(1000)
    if (cpuMs(pid) - before < 1000 * quietShare) return
  }
  throw new Error('The house is still busy with itself after five minutes')
}

export function rssMb(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(line?.[1] ?? 0) / 1024)
}
