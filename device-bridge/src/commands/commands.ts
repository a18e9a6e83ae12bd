import type { CommandName, CommandsAnswer, DeviceCommand } from '@liren/contract/device-commands'
import type { Hub } from '../hub.ts'
import type { Frames } from '../lines/frames.ts'
import type { Clock, Log } from '../ports/ports.ts'
import type { OpenProtocol, Step } from '../protocols/protocol.ts'
import type { Registry } from '../registry.ts'
import type { Journal, OpenCommand } from './journal.ts'

interface CommandDeps {
  readonly journal: Journal
  readonly hub: Hub
  readonly registry: Registry
  readonly frames: Frames
  readonly clock: Clock
  readonly log: Log
  protocolOf(name: string): OpenProtocol | undefined
}

interface Running {
  readonly command: DeviceCommand
  /** On the clock that only passes. */
  readonly endsAt: number
  readonly ended: AbortController
  isStarted: boolean
}

const mostTold = 48_000

/** These do not wait behind others: they let people out, or keep them from harm. */
const urgent: ReadonlySet<CommandName> = new Set([
  'door.hold-open',
  'door.open',
  'barrier.hold-open',
  'barrier.open',
  'lift.hold-door',
  'charging.stop',
  'siren.set',
])

/**
 * Carries commands to devices: at most once, never after their time, in the order of each device, and with states that say
 * no more than is known.
 */
export function createCommands(deps: CommandDeps) {
  const { journal, hub, registry, clock, log } = deps
  const queues = new Map<string, Running[]>()
  const sending = new Set<string>()
  const all = new Set<Running>()
  const works = new Set<Promise<void>>()
  let isClosed = false
  const counts = { taken: 0, refused: 0 }

  const tell = (command: DeviceCommand, step: { state: Step['state'] | 'expired'; reason?: string | undefined; values?: Step['values'] }) =>
    hub.tell(command.device, [
      {
        type: 'command.state',
        values: {
          commandId: command.id,
          state: step.state,
          ...(step.reason === undefined ? {} : { reason: step.reason.slice(0, 200) }),
          ...(step.values === undefined ? {} : { values: step.values }),
        },
      },
    ])

  /** The end is on disk before it is told, and forgotten only after it was told. */
  const end = async (
    command: DeviceCommand,
    state: 'done' | 'failed' | 'expired',
    reason?: string,
    values?: Step['values'],
  ): Promise<void> => {
    await journal.change(command.id, { final: { state, reason } })
    await tell(command, { state, reason, values })
    await journal.drop(command.id)
  }

  const refusalOf = ({ device: code, name }: DeviceCommand): string | undefined => {
    const device = registry.get(code)
    if (!device?.isEnabled) return 'there is no such device, or it is switched off'
    if (name === 'device.frames') return undefined
    const protocol = deps.protocolOf(device.protocol)
    if (!protocol?.send || !protocol.commands?.includes(name)) return `${device.protocol} cannot do ${name}`
    return undefined
  }

  const showFrames = async (command: DeviceCommand): Promise<void> => {
    const limit = command.name === 'device.frames' ? (command.values.limit ?? 20) : 0
    const frames = deps.frames.of(command.device, limit)
    // What is told has to fit into one record of the spool.
    while (JSON.stringify(frames).length > mostTold) frames.shift()
    await hub.tell(command.device, [{ type: 'frames.told', values: { of: command.device, frames } }])
    await end(command, 'done')
  }

  const run = async (running: Running, onSent: () => void): Promise<void> => {
    const { command, ended } = running
    if (isClosed) return
    const device = registry.get(command.device)
    const protocol = device && deps.protocolOf(device.protocol)
    const why = refusalOf(command)
    if (why !== undefined || !device) return end(command, 'failed', why)
    if (command.name === 'device.frames') return showFrames(command)
    // From here on it must never be sent again, whatever happens to us.
    await journal.change(command.id, { stage: 'sending' })
    if (ended.signal.aborted) return end(command, 'expired')
    running.isStarted = true
    const order = { name: command.name, values: command.values } as Parameters<NonNullable<OpenProtocol['send']>>[0]['order']
    let accepted = false
    try {
      const steps = protocol?.send?.({ id: command.id, device, order, signal: ended.signal })
      if (steps) {
        for await (const step of untilEnded(steps, ended.signal)) {
          onSent()
          if (step.state === 'done' || step.state === 'failed') return await end(command, step.state, step.reason, step.values)
          accepted ||= step.state === 'accepted'
          await tell(command, step)
        }
      }
    } catch (error) {
      if (isClosed) return
      return end(command, 'failed', (error as Error).message)
    }
    if (isClosed) return
    onSent()
    // Nothing more will be said: it stays open until its time is up, since the proof may be in what the device tells.
    if (!ended.signal.aborted) await new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve(), { once: true }))
    if (isClosed) return
    await end(command, 'failed', accepted ? 'accepted, but nothing proved it in time' : 'no answer in time')
  }

  const pump = (device: string): void => {
    if (sending.has(device)) return
    const queue = queues.get(device)
    const registered = registry.get(device)
    if (!queue || queue.length === 0) return
    const protocol = registered && deps.protocolOf(registered.protocol)
    const isReachable = protocol?.reaches?.(device) ?? true
    const index = Math.max(
      0,
      queue.findIndex(({ command }) => urgent.has(command.name)),
    )
    const next = queue[index] as Running
    if (!isReachable && refusalOf(next.command) === undefined && next.command.name !== 'device.frames') return
    queue.splice(index, 1)
    sending.add(device)
    let isReleased = false
    const release = (): void => {
      if (isReleased) return
      isReleased = true
      sending.delete(device)
      pump(device)
    }
    const work = run(next, release)
      .catch((error: Error) => notKept(next, error))
      .finally(() => {
        next.ended.abort()
        all.delete(next)
        works.delete(work)
        release()
      })
    works.add(work)
  }

  const notKept = ({ command }: Running, error: Error): void =>
    log.warn({ command: command.id, reason: error.message }, 'a state of a command could not be kept')

  const start = (command: DeviceCommand, leftMs: number): void => {
    if (leftMs <= 0)
      return void end(command, 'expired', 'it came after its time').catch((error: Error) =>
        log.warn({ reason: error.message }, 'a command'),
      )
    const running: Running = { command, endsAt: clock.elapsed() + leftMs, ended: new AbortController(), isStarted: false }
    const queue = queues.get(command.device) ?? []
    queues.set(command.device, queue)
    queue.push(running)
    all.add(running)
    void watch(running)
    pump(command.device)
  }

  /** Its time runs on the clock that only passes, asked again before every step: a sleep may have been too short. */
  const watch = async (running: Running): Promise<void> => {
    while (!running.ended.signal.aborted) {
      const left = running.endsAt - clock.elapsed()
      if (left <= 0) break
      // A device may have become reachable in a way that nobody told us of.
      await clock.sleep(Math.min(left, 500), running.ended.signal).catch(() => undefined)
      if (!running.isStarted && !running.ended.signal.aborted && running.endsAt > clock.elapsed()) pump(running.command.device)
    }
    if (running.ended.signal.aborted) return
    running.ended.abort()
    const queue = queues.get(running.command.device)
    const at = queue?.indexOf(running) ?? -1
    if (at < 0) return
    queue?.splice(at, 1)
    all.delete(running)
    await end(running.command, 'expired', 'the device was not reachable in time').catch((error: Error) => notKept(running, error))
  }

  const leftOf = (command: DeviceCommand, now: number): number => Math.min(command.expiresAt - now, command.expiresAt - command.issuedAt)

  return {
    counts,
    /** Takes an answer of the platform: on disk first, then to the devices. What was taken before is refused. */
    async take({ commands, now }: CommandsAnswer): Promise<void> {
      const sorted = [...commands].sort((a, b) => a.sequence - b.sequence)
      const fresh: OpenCommand[] = []
      let reached = journal.after
      for (const command of sorted) {
        if (command.sequence <= reached || journal.has(command.id)) {
          counts.refused += 1
          continue
        }
        reached = command.sequence
        fresh.push({ command, stage: 'waiting', leftMs: leftOf(command, now), takenAt: clock.now() })
      }
      if (fresh.length === 0) return
      await journal.take(fresh, reached)
      counts.taken += fresh.length
      for (const { command, leftMs } of fresh) start(command, leftMs)
    },
    /** A command of a local rule: its own identity, no sequence of the platform. */
    async order(command: DeviceCommand, ttlMs: number): Promise<void> {
      await journal.take([{ command, stage: 'waiting', leftMs: ttlMs, takenAt: clock.now() }], 0)
      start(command, ttlMs)
    },
    /** What lay on disk from before: what was never sent goes on, of the rest nobody knows. */
    async resume(): Promise<void> {
      for (const { command, stage, leftMs, takenAt, final } of journal.open) {
        const passed = clock.now() - takenAt
        // A wall clock that ran backwards tells nothing about how long we were away: unknown beats stale.
        const left = passed < 0 ? 0 : leftMs - passed
        if (final) await end(command, final.state, final.reason)
        else if (stage === 'sending') await end(command, 'failed', 'the bridge was restarted before the device answered')
        else if (left <= 0) await end(command, 'expired', 'its time ran out while the bridge was away')
        else start(command, left)
      }
    },
    /** A device has connected, or came for what waits. Whether a command is on its way to it. */
    reachable(device: string): boolean {
      pump(device)
      return sending.has(device)
    },
    async close() {
      // What was not sent stays on disk for the next start; of what was sent nobody will know, and that is told then.
      isClosed = true
      queues.clear()
      for (const running of all) running.ended.abort()
      await Promise.all(works)
      await journal.idle()
    },
  }
}

/** Ends the protocol's steps when the time is up, even when it waits for an answer that never comes. */
async function* untilEnded(steps: AsyncIterable<Step>, signal: AbortSignal): AsyncGenerator<Step> {
  const iterator = steps[Symbol.asyncIterator]()
  const over = new Promise<{ done: true; value: undefined }>((resolve) => {
    if (signal.aborted) resolve({ done: true, value: undefined })
    signal.addEventListener('abort', () => resolve({ done: true, value: undefined }), { once: true })
  })
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), over])
      if (next.done) return
      yield next.value
    }
  } finally {
    // Whatever ended it, the protocol puts away what it kept for this command.
    void iterator.return?.()?.catch(() => undefined)
  }
}

export type Commands = ReturnType<typeof createCommands>
