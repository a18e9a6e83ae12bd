import { join } from 'node:path'
import { z } from '@liren/contract/kernel/zod'
import { readWhole, writeWhole } from '../platform/whole-file.ts'
import type { Clock } from '../ports/ports.ts'
import type { Door, FireConfig, Zone } from './config.ts'
import type { Doors } from './doors.ts'
import type { Complain, Evidence } from './evidence.ts'

const latchSchema = z.object({ zone: z.string(), signalAt: z.number(), panel: z.string() })
type Latch = z.infer<typeof latchSchema>

interface Held {
  readonly latch: Latch
  readonly stop: AbortController
  readonly open: Set<string>
}

const shortestPauseMs = 50
const longestPauseMs = 2000
/** Somebody may put a door back under control in the middle of a fire. */
const lookAgainMs = 3000

/** Latches zones and holds their doors open until a reset. */
export async function openLane(config: FireConfig, folder: string, clock: Clock, doors: Doors, evidence: Evidence, complain: Complain) {
  const file = join(folder, 'fire-latch.json')
  const held = new Map<string, Held>()
  let writing: Promise<void> = Promise.resolve()

  /** Every caller waits for a write that has its own change in it. */
  function save(): Promise<void> {
    writing = writing
      .catch(() => undefined)
      .then(() =>
        writeWhole(
          file,
          [...held.values()].map(({ latch }) => latch),
        ),
      )
    return writing
  }

  function hold(zone: Zone, latch: Latch): void {
    const one: Held = { latch, stop: new AbortController(), open: new Set() }
    held.set(zone.code, one)
    for (const door of zone.doors) void holdDoor(door, one)
  }

  async function holdDoor(door: Door, { latch, stop, open }: Held): Promise<void> {
    const pause = (ms: number) => clock.sleep(ms, stop.signal).catch(() => undefined)
    const tell = (kind: string, values: object): void => evidence.add(kind, { zone: latch.zone, door: door.code, ...values })
    while (!stop.signal.aborted) {
      const sentAt = clock.now()
      let tries = 1
      for (let wait = shortestPauseMs; !(await doors.open(door)); wait = Math.min(wait * 2, longestPauseMs)) {
        if (stop.signal.aborted) return
        if (tries === 5) tell('door.silent', { signalAt: latch.signalAt, sentAt, tries })
        await pause(wait)
        if (stop.signal.aborted) return
        tries += 1
      }
      open.add(door.code)
      tell('door.open', { signalAt: latch.signalAt, sentAt, confirmedAt: clock.now(), tries })
      do await pause(lookAgainMs)
      while (!stop.signal.aborted && ((await doors.isOpen(door)) || (await doors.isOpen(door))))
      if (!stop.signal.aborted) tell('door.lost', {})
      open.delete(door.code)
    }
  }

  const zoneOf = (code: string): Zone | undefined => config.zones.find((zone) => zone.code === code)

  const before = z.safeParse(z.array(latchSchema), (await readWhole(file).catch(() => 'damaged')) ?? [])
  if (!before.success) {
    // Without knowing which, every zone is taken as burning: a door open too long is the smaller harm.
    complain(`${file} is damaged; every zone is latched`)
    evidence.add('latch.damaged', {})
  }
  const now = clock.now()
  const latches = before.success ? before.data : config.zones.map(({ code }) => ({ zone: code, signalAt: now, panel: 'unknown' }))
  for (const latch of latches) {
    const zone = zoneOf(latch.zone)
    if (!zone) complain(`zone ${latch.zone} was latched and is not in the configuration any more`)
    if (!zone) continue
    evidence.add('latch.resumed', latch)
    hold(zone, latch)
  }
  if (!before.success) await save().catch((error: Error) => complain(`the latch cannot be written: ${error.message}`))

  return {
    /** Doors are told at once; it resolves when the latch lies on disk, and the panel is answered only then. */
    async fire(panel: string, told: object): Promise<void> {
      for (const zone of config.zones) {
        if (!zone.panels.some(({ address }) => address === panel) || held.has(zone.code)) continue
        const latch = { zone: zone.code, signalAt: clock.now(), panel }
        hold(zone, latch)
        evidence.add('fire', { ...latch, told, doors: zone.doors.length })
        void save().catch((error: Error) => complain(`the latch cannot be written: ${error.message}`))
      }
      await writing.catch(() => save())
    },
    /** False when it was not latched. Doors stay as they are: nobody locks a door unseen. */
    async reset(code: string, by: string): Promise<boolean> {
      const one = held.get(code)
      const zone = zoneOf(code)
      if (!one || !zone) return false
      held.delete(code)
      one.stop.abort()
      try {
        await save()
      } catch (error) {
        if (!held.has(code)) hold(zone, one.latch)
        throw error
      }
      evidence.add('reset', { zone: code, by, signalAt: one.latch.signalAt })
      return true
    },
    status: () =>
      config.zones.map((zone) => {
        const one = held.get(zone.code)
        return {
          zone: zone.code,
          isLatched: one !== undefined,
          signalAt: one?.latch.signalAt ?? null,
          doors: zone.doors.length,
          open: one?.open.size ?? 0,
          missing: one ? zone.doors.filter((door) => !one.open.has(door.code)).map((door) => door.code) : [],
        }
      }),
    async close(): Promise<void> {
      for (const { stop } of held.values()) stop.abort()
      await writing.catch(() => undefined)
    },
  }
}
export type Lane = Awaited<ReturnType<typeof openLane>>
