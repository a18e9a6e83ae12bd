import { randomBytes } from 'node:crypto'
import { secretDigest } from '../crypto.ts'
import { createSession, makeHello, readWelcome, type Session, type Unsealed } from '../families/sensors/session.ts'
import type { DeviceConfig } from './config.ts'

/** The device's side of a channel with keys of its own for each connection. What is said before it stands waits for it. */
export function createChannel({ code, secret }: Pick<DeviceConfig, 'code' | 'secret'>, now: () => number) {
  const key = Buffer.from(secretDigest(code, secret), 'hex')
  let nonce = ''
  let last = 0
  let session: Session | undefined
  let waiting: (() => void)[] = []
  return {
    /** A new connection: the keys of the one before count no more. */
    greet(): string {
      session = undefined
      nonce = randomBytes(16).toString('hex')
      last = Math.max(now(), last + 1)
      return makeHello(key, code, nonce, last)
    },
    welcomed(payload: Buffer): boolean {
      const names = session === undefined ? readWelcome(key, code, nonce, payload) : undefined
      if (!names) return false
      session = createSession(key, names, 'device')
      for (const go of waiting) go()
      waiting = []
      return true
    },
    async seal(text: string): Promise<string> {
      while (session === undefined) await new Promise<void>((go) => waiting.push(go))
      return session.seal(text, randomBytes(16))
    },
    open: (message: Buffer): Unsealed => session?.open(message) ?? { ok: false, why: 'without a session' },
  }
}
