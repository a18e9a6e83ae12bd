import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { readJson } from '../../protocols/json.ts'

/** What the greeting of a device and the answer of the bridge give to the keys of their connection. */
export interface SessionNames {
  readonly code: string
  readonly id: string
  /** One from each side, so that neither can bring back keys of an earlier connection. */
  readonly deviceNonce: string
  readonly bridgeNonce: string
}

type Side = 'device' | 'bridge'
export type Unsealed = { readonly ok: true; readonly payload: Buffer } | { readonly ok: false; readonly why: string }

const mac = (key: Buffer, parts: readonly (string | number)[]): Buffer => createHmac('sm3', key).update(parts.join('\n')).digest()
const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

const helloOf = (key: Buffer, code: string, nonce: string, ts: number) => mac(key, ['hello', code, nonce, ts])
const welcomeOf = (key: Buffer, { code, id, deviceNonce, bridgeNonce }: SessionNames) =>
  mac(key, ['welcome', code, id, deviceNonce, bridgeNonce])

export const makeHello = (key: Buffer, code: string, nonce: string, ts: number): string =>
  JSON.stringify({ nonce, ts, mac: helloOf(key, code, nonce, ts).toString('hex') })

export function readHello(key: Buffer, code: string, payload: Buffer): { nonce: string; ts: number } | undefined {
  const { nonce, ts, mac: given } = fieldsOf(payload)
  if (typeof nonce !== 'string' || !/^[0-9a-f]{32}$/.test(nonce) || typeof ts !== 'number' || typeof given !== 'string') return undefined
  return same(helloOf(key, code, nonce, ts), Buffer.from(given, 'hex')) ? { nonce, ts } : undefined
}

export const makeWelcome = (key: Buffer, names: SessionNames): string =>
  JSON.stringify({ welcome: names.id, nonce: names.bridgeNonce, mac: welcomeOf(key, names).toString('hex') })

/** The session that the bridge answered with; nothing where it does not know the key of the device. */
export function readWelcome(key: Buffer, code: string, deviceNonce: string, payload: Buffer): SessionNames | undefined {
  const { welcome: id, nonce: bridgeNonce, mac: given } = fieldsOf(payload)
  if (typeof id !== 'string' || typeof bridgeNonce !== 'string' || typeof given !== 'string') return undefined
  const names = { code, id, deviceNonce, bridgeNonce }
  return same(welcomeOf(key, names), Buffer.from(given, 'hex')) ? names : undefined
}

/**
 * Keys of one connection: two for each way, SM4 to encrypt and HMAC-SM3 to prove, drawn from the key of the device and both nonces.
 * A message counts up; one that is not newer than the last of its way, or of another connection, is refused.
 */
export function createSession(key: Buffer, names: SessionNames, side: Side) {
  const draw = (use: string): Buffer => mac(key, [use, names.code, names.id, names.deviceNonce, names.bridgeNonce])
  const keysOf = (from: Side) => ({ seal: draw(`${from} sm4`).subarray(0, 16), prove: draw(`${from} mac`) })
  const [own, other] = [keysOf(side), keysOf(side === 'device' ? 'bridge' : 'device')]
  let sent = 0
  let heard = 0
  const proofOf = (prove: Buffer, n: number, iv: string, sealed: string) => mac(prove, [names.id, n, iv, sealed])
  return {
    seal(text: string, iv: Buffer): string {
      const n = ++sent
      const cipher = createCipheriv('sm4-cbc', own.seal, iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
      const proof = proofOf(own.prove, n, iv.toString('hex'), sealed).toString('hex')
      return JSON.stringify({ session: names.id, n, iv: iv.toString('hex'), sealed, mac: proof })
    },
    open(message: Buffer): Unsealed {
      const { session, n, iv, sealed, mac: given } = fieldsOf(message)
      if (typeof sealed !== 'string' || typeof n !== 'number' || typeof given !== 'string') return no('not sealed')
      if (typeof iv !== 'string' || !/^[0-9a-f]{32}$/.test(iv)) return no('not sealed')
      if (session !== names.id) return no('of another connection')
      // Proven before it is opened, and counted only then: nobody can spoil the count.
      if (!same(proofOf(other.prove, n, iv, sealed), Buffer.from(given, 'hex'))) return no('the proof is not right')
      if (n <= heard) return no('was there before')
      heard = n
      const cipher = createDecipheriv('sm4-cbc', other.seal, Buffer.from(iv, 'hex'))
      return { ok: true, payload: Buffer.concat([cipher.update(sealed, 'base64'), cipher.final()]) }
    },
  }
}
export type Session = ReturnType<typeof createSession>

const no = (why: string): Unsealed => ({ ok: false, why })

function fieldsOf(payload: Buffer): Record<string, unknown> {
  const json = readJson(payload)
  return json.ok && json.value !== null && typeof json.value === 'object' ? (json.value as Record<string, unknown>) : {}
}
