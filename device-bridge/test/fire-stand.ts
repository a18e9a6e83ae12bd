import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createReader, cutPacket, encodePacket } from '../src/protocols/gbt26875/frame.ts'
import { createController, type PlayedController } from '../src/protocols/uhppote/play.ts'
import { serveController } from '../src/protocols/uhppote/serve.ts'

export const key = 'ab'.repeat(32)
export const panel = '0000000000a1'

/** Runs a program of the bridge from its source, and waits until it says that it is ready. */
export function runProgram(
  path: string,
  env: Record<string, string>,
  ready: RegExp,
  words: readonly string[] = [],
): Promise<{ child: ChildProcess; line: string }> {
  const program = fileURLToPath(new URL(`../src/${path}`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let text = ''
    const keep = (chunk: Buffer): void => {
      text += chunk
      const line = text.split('\n').find((one) => ready.test(one))
      if (line) resolve({ child, line })
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', () => reject(new Error(`it ended: ${text}`)))
  })
}

export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('close', () => resolve())
  })

/** A folder with a configuration, played controllers, and the lane as a process of its own. */
export async function fireStand(count: number) {
  const folder = await mkdtemp(join(tmpdir(), 'liren-fire-'))
  const controllers: { played: PlayedController; port: number; close(): Promise<void> }[] = []
  for (let i = 0; i < count; i++) {
    const played = createController(1000 + i, () => Date.now())
    controllers.push({ played, ...(await serveController(played, 0)) })
  }
  const doors = controllers.flatMap(({ played, port }, i) =>
    [1, 2, 3, 4].map((door) => ({ code: `door-${i}-${door}`, host: '127.0.0.1', port, serial: played.serial, door })),
  )
  const config = { key, zones: [{ code: 'tower', panels: [{ address: panel, from: '127.0.0.1' }], doors }] }
  await mkdir(join(folder, 'bridge'))
  await writeFile(join(folder, 'bridge', 'fire-lane.json'), JSON.stringify(config))
  const env = { LIREN_DATA: folder, LIREN_FIRE_PORT: '0', LIREN_FIRE_CONTROL_PORT: '0' }
  const children: ChildProcess[] = []
  const sockets: Socket[] = []

  return {
    folder,
    controllers,
    doors,
    env,
    children,
    isOpen: (i: number, door: number): boolean => controllers[i]?.played.doors.get(door)?.mode === 1,
    openCount: (): number => controllers.flatMap(({ played }) => [...played.doors.values()]).filter(({ mode }) => mode === 1).length,
    async start() {
      const { child, line } = await runProgram('fire-lane/main.ts', env, /"ready":true/)
      children.push(child)
      const { port, controlPort } = JSON.parse(line) as { port: number; controlPort: number }
      const url = `http://127.0.0.1:${controlPort}`
      return {
        child,
        port,
        controlPort,
        status: async () =>
          ((await (await fetch(`${url}/status`)).json()) as { zones: { isLatched: boolean; missing: string[] }[] }).zones[0],
        post: async (path: string, body: object = {}) => {
          const answer = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })
          return { status: answer.status, value: (await answer.json()) as Record<string, string> }
        },
      }
    },
    /** Dials in as a panel; tells the commands of the answers, and whether it was thrown out. */
    async dial(port: number, from = '127.0.0.1') {
      const socket = connect({ host: '127.0.0.1', port, localAddress: from })
      sockets.push(socket)
      const seen = { answers: [] as number[], isClosed: false }
      const reader = createReader()
      socket.on('error', () => undefined)
      socket.on('close', () => {
        seen.isClosed = true
      })
      socket.on('data', (chunk) => {
        for (const piece of reader.push(chunk)) {
          const cut = 'frame' in piece ? cutPacket(piece.frame) : undefined
          if (cut?.ok) seen.answers.push(cut.packet.command)
        }
      })
      await new Promise<void>((resolve) => socket.once('connect', resolve))
      return {
        seen,
        say: (state: number, source = panel) =>
          socket.write(encodePacket({ serial: 1, source, destination: '000000000000', command: 2, data: smoke(state), at: Date.now() })),
      }
    },
    evidence: async () =>
      (await readFile(join(folder, 'bridge', 'fire-evidence.jsonl'), 'utf8').catch(() => ''))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { kind: string; door?: string; signalAt?: number; confirmedAt?: number; tries?: number }),
    async close() {
      for (const socket of sockets) socket.destroy()
      for (const child of children) {
        child.kill('SIGKILL')
        await ended(child)
      }
      for (const one of controllers) await one.close().catch(() => undefined)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function smoke(state: number): Buffer {
  const data = Buffer.alloc(48, 0)
  Buffer.from([2, 1, 1, 1, 40, 10, 0, 2, 0, state, 0]).copy(data)
  return data
}
