import { randomBytes } from 'node:crypto'
import { createSession, makeWelcome, readHello, type Session, type Unsealed } from '../../families/sensors/session.ts'
import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { ProtocolDeps } from '../protocol.ts'

/** What is charged with power speaks by keys of its device and its connection, and in no other way. */
export const mustSeal = ({ kind }: Pick<Device, 'kind'>): boolean => kind === 'pile'

const freshMs = 5 * 60_000
type Deps = Pick<ProtocolDeps, 'clock' | 'devices' | 'mqtt'>

/** The keys under which each of these devices speaks now. */
export function createSessions({ clock, devices, mqtt }: Deps) {
  const open = new Map<string, { readonly session: Session; readonly line: Line; readonly greeted: number }>()
  return {
    /** Answers a greeting that was made with the key of the device; the answer to send, or why there is none. */
    greet(code: string, payload: Buffer, line: Line): { readonly welcome: string } | { readonly why: string } {
      const key = devices.keyOf(code)
      const hello = key && readHello(key, code, payload)
      if (!key || !hello) return { why: 'greeted with another key' }
      const now = clock.now()
      const isFresh = Math.abs(hello.ts - now) < freshMs && hello.ts > (open.get(code)?.greeted ?? 0)
      if (!isFresh) return { why: 'a greeting that was there before' }
      const names = { code, id: randomBytes(8).toString('hex'), deviceNonce: hello.nonce, bridgeNonce: randomBytes(16).toString('hex') }
      open.set(code, { session: createSession(key, names, 'bridge'), line, greeted: hello.ts })
      return { welcome: makeWelcome(key, names) }
    },
    /** What a device said under the keys of the connection over which it came. */
    open(code: string, message: Buffer, line: Line): Unsealed {
      const known = open.get(code)
      // A broker of others does not say which connection a message came by.
      if (!known || (mqtt.port !== undefined && known.line !== line)) return { ok: false, why: 'without a session' }
      return known.session.open(message)
    },
    seal: (code: string, text: string): string | undefined => open.get(code)?.session.seal(text, randomBytes(16)),
    has: (code: string): boolean => open.has(code),
  }
}
export type Sessions = ReturnType<typeof createSessions>
