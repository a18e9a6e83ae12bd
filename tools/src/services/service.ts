import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A server that runs for a test: it can be killed and started again on the same port and data. */
export interface Service {
  readonly name: string
  readonly url: string
  readonly port: number
  readonly folder: string
  readonly pid: number
  /** As a power cut would; resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again after `kill`; resolves when it answers. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface ServiceSpec {
  readonly name: string
  readonly command: string
  readonly args: (at: { port: number; folder: string }) => readonly string[]
  readonly url: (port: number) => string
  /** Throws as long as the server does not answer. */
  readonly answers: (at: { port: number; folder: string }) => Promise<void>
  /** What must be there before the first start. */
  readonly prepare?: (at: { port: number; folder: string }) => Promise<void>
  readonly user?: { uid: number; gid: number } | undefined
}

const patience = 60_000
const pause = 50
const living = new Set<ChildProcess>()

// A crash of ours must not leave servers behind.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

/** Asks the system for a port that nobody uses. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** Starts the server on a free loopback port in its own folder and waits until it answers. */
export async function startService(spec: ServiceSpec, folder: string): Promise<Service> {
  const at = { port: await freePort(), folder }
  await spec.prepare?.(at)
  let child = await launch(spec, at)

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const late = wait(15_000, 'late', { ref: false })
    if ((await Promise.race([gone, late])) === 'late') {
      child.kill('SIGKILL')
      await gone
    }
  }

  return {
    name: spec.name,
    url: spec.url(at.port),
    port: at.port,
    folder,
    get pid() {
      return child.pid ?? 0
    },
    kill: (signal = 'SIGKILL') => end(signal),
    stop: () => end('SIGTERM'),
    async restart() {
      await end('SIGTERM')
      child = await launch(spec, at)
    },
  }
}

async function launch(spec: ServiceSpec, at: { port: number; folder: string }): Promise<ChildProcess> {
  const log = join(at.folder, `${spec.name}.log`)
  const out = openSync(log, 'a')
  const child = spawn(spec.command, spec.args(at), { stdio: ['ignore', out, out], ...spec.user })
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  child.once('exit', () => living.delete(child))
  living.add(child)
  for (let waited = 0; waited < patience; waited += pause) {
    if (failure || child.exitCode !== null || child.signalCode !== null) break
    try {
      await spec.answers(at)
      return child
    } catch {
      await wait(pause)
    }
  }
  child.kill('SIGKILL')
  const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n')
  throw new Error(`${spec.name} did not start${failure ? ` (${failure.message})` : ''}:\n${tail}`)
}
