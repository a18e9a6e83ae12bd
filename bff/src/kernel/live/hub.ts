import { liveControl } from '@liren/contract/capabilities/live'
import type { Logger } from 'pino'
import type { Principal } from '../http/route.ts'
import type { Bus } from '../ports/ports.ts'
import type { Clock } from '../ports/time.ts'
import type { Store } from '../store/store.ts'
import { liveChannel } from './append.ts'
import { isFor } from './audience.ts'
import { every } from './every.ts'
import { type LiveIdentity, sessionChannel } from './identity.ts'
import { canResume, type LogEntry, readAfter, spanOf } from './log.ts'

/** One who listens. `send` answers false when the listener cannot keep up and was let go. */
export interface Listener {
  principal: Principal
  send(text: string): boolean
  /** Waits until little is left unsent, so that a long replay does not pile up. */
  drained(): Promise<boolean>
  cut(reason: CutReason): void
}
export type CutReason = 'signed-out' | 'slow' | 'restart'

export interface HubOptions {
  readonly store: Store
  readonly bus: Bus
  readonly clock: Clock
  readonly log: Logger
  readonly identity: Pick<LiveIdentity, 'refresh'>
  /** The bus may lose a message, so the hub also looks by itself. */
  readonly pollMs?: number
  readonly refreshMs?: number
}

interface Seat {
  readonly listener: Listener
  cursor: number
  /** While false the listener is being told what it missed, by itself. */
  live: boolean
}

const batch = 500
/** Nobody is told anything on the strength of a check older than this. */
const maxCheckAgeMs = 5000

/**
 * Reads the live log once for everybody in this process and tells each what is meant for them. A newcomer is told
 * what it missed first and joins the others without a gap: between its last read and joining nothing else runs.
 */
export function createHub({ store, bus, clock, log, identity, pollMs = 1000, refreshMs = 3000 }: HubOptions) {
  const seats = new Set<Seat>()
  const stopping = new AbortController()
  /** Read up to here; undefined until the log could be read for the first time. */
  let head: number | undefined
  let checkedAt = 0
  let pulling: Promise<void> | undefined
  let again = false

  const leave = (seat: Seat, reason: CutReason) => {
    if (seats.delete(seat)) seat.listener.cut(reason)
  }

  function tell(seat: Seat, entry: LogEntry, text: string): void {
    if (entry.seq <= seat.cursor) return
    seat.cursor = entry.seq
    if (isFor(seat.listener.principal, entry) && !seat.listener.send(text)) leave(seat, 'slow')
  }

  async function begin(): Promise<number> {
    const { newest } = await spanOf(store)
    head ??= newest
    return head
  }

  async function pullAll(): Promise<void> {
    let from = head ?? (await begin())
    if (clock.now() - checkedAt > maxCheckAgeMs) await refresh()
    for (let more = true; more && !stopping.signal.aborted; ) {
      const entries = await readAfter(store, from, batch)
      for (const entry of entries) {
        head = from = entry.seq
        const text = JSON.stringify(entry.event)
        for (const seat of seats) if (seat.live) tell(seat, entry, text)
      }
      more = entries.length === batch
    }
  }

  /** One pull at a time; a call during one makes sure that another follows. */
  function pull(): Promise<void> {
    again = true
    pulling ??= (async () => {
      try {
        while (again && !stopping.signal.aborted) {
          again = false
          await pullAll()
        }
      } finally {
        pulling = undefined
      }
    })()
    return pulling
  }

  async function refresh(): Promise<void> {
    const asked = clock.now()
    const sessions = [...seats].map((seat) => seat.listener.principal.sessionId ?? '')
    const known = sessions.length === 0 ? new Map<string, Principal>() : await identity.refresh([...new Set(sessions)])
    for (const seat of [...seats]) {
      const session = seat.listener.principal.sessionId ?? ''
      const principal = known.get(session)
      if (principal) seat.listener.principal = principal
      // Who came while we asked was checked when it came.
      else if (sessions.includes(session)) leave(seat, 'signed-out')
    }
    checkedAt = asked
  }

  async function catchUp(seat: Seat): Promise<void> {
    if (head === undefined) await begin()
    while (seats.has(seat)) {
      if (seat.cursor >= (head as number)) {
        seat.live = true
        return
      }
      const entries = await readAfter(store, seat.cursor, batch)
      for (const entry of entries) {
        if (!seats.has(seat)) return
        tell(seat, entry, JSON.stringify(entry.event))
      }
      if (!(await seat.listener.drained())) return leave(seat, 'slow')
      // The log ends before our head only when it was cut down meanwhile.
      if (entries.length === 0) seat.cursor = Math.max(seat.cursor, head as number)
    }
  }

  const control = (name: string, seq: number): string =>
    JSON.stringify({ seq, name, subject: 'live', subjectId: '', at: new Date(clock.now()).toISOString() })

  return {
    get size() {
      return seats.size
    },
    start(): void {
      checkedAt = clock.now()
      const wake = () => void pull().catch((error: unknown) => log.warn({ err: error }, 'the live log could not be read'))
      const look = () => void refresh().catch((error: unknown) => log.warn({ err: error }, 'live sessions could not be checked'))
      const unsubscribe = [bus.subscribe(liveChannel, wake), bus.subscribe(sessionChannel, look)]
      stopping.signal.addEventListener('abort', () => {
        for (const leaveChannel of unsubscribe) leaveChannel()
      })
      void every(pollMs, clock, stopping.signal, log, pull)
      void every(refreshMs, clock, stopping.signal, log, refresh)
    },
    /** Tells the listener what came after `after` (0: nothing of before) and then what comes. Returns how to leave. */
    async join(listener: Listener, after: number): Promise<() => void> {
      const span = await spanOf(store)
      const resumes = after > 0 && canResume(after, span)
      const seat: Seat = { listener, cursor: resumes ? after : span.newest, live: false }
      seats.add(seat)
      listener.send(control(after > 0 && !resumes ? liveControl.reset : liveControl.ready, seat.cursor))
      catchUp(seat).catch((error: unknown) => {
        log.warn({ err: error }, 'a live channel could not be resumed')
        leave(seat, 'restart')
      })
      return () => void seats.delete(seat)
    },
    /** Says to everybody how far the log has been read for them, which also keeps the connections open. */
    beat(): void {
      for (const seat of seats) {
        if (seat.live && !seat.listener.send(control(liveControl.at, Math.max(seat.cursor, head ?? 0)))) leave(seat, 'slow')
      }
    },
    pull,
    refresh,
    async stop(): Promise<void> {
      stopping.abort()
      for (const seat of [...seats]) leave(seat, 'restart')
      await pulling?.catch(() => {})
    },
  }
}
export type Hub = ReturnType<typeof createHub>
