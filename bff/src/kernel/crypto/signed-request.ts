import { insertOnce } from '../store/insert-once.ts'
import type { Store, Tx } from '../store/store.ts'
import type { CryptoProvider } from './provider.ts'

/** A request of a partner, as it came: the body in its very bytes, the path as it was sent. */
export interface SignableRequest {
  readonly method: string
  /** Path and query, undecoded: `/api/exchange/events?b=2&a=1`. */
  readonly target: string
  readonly body: Buffer
}

/** The headers that carry the signature. */
export interface RequestSignature {
  readonly keyId: string
  /** Milliseconds since the epoch. */
  readonly time: string
  readonly nonce: string
  /** DER in base64. */
  readonly signature: string
}

export const signatureHeaders = {
  keyId: 'x-liren-key-id',
  time: 'x-liren-time',
  nonce: 'x-liren-nonce',
  signature: 'x-liren-signature',
} as const

export type SignatureFault = 'missing' | 'malformed' | 'unknown-key' | 'out-of-time' | 'wrong' | 'replayed'

export const allowedSkew = 300_000
export const nonceLife = 600_000

/**
 * What is signed: seven lines, every part of the request that has a meaning. The query is sorted by name and value
 * as sent, so that a proxy may reorder it but nobody can add, drop or exchange a part.
 */
export function canonicalRequest(crypto: CryptoProvider, request: SignableRequest, signature: Omit<RequestSignature, 'signature'>): Buffer {
  const [path = '', query = ''] = splitTarget(request.target)
  const sorted = query === '' ? '' : query.split('&').sort().join('&')
  const lines = [
    'LIREN-SM2-1',
    request.method.toUpperCase(),
    path,
    sorted,
    crypto.sm3(request.body).toString('hex'),
    signature.time,
    signature.nonce,
    signature.keyId,
  ]
  return Buffer.from(lines.join('\n'))
}

const splitTarget = (target: string): [string, string] => {
  const at = target.indexOf('?')
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)]
}

/** For partners, the bridge and tests: the headers that go with a request. */
export function signRequest(
  crypto: CryptoProvider,
  privateKey: string,
  request: SignableRequest,
  parts: { readonly keyId: string; readonly now: number; readonly nonce: string },
): RequestSignature {
  const unsigned = { keyId: parts.keyId, time: String(parts.now), nonce: parts.nonce }
  return { ...unsigned, signature: crypto.sign(privateKey, canonicalRequest(crypto, request, unsigned)).toString('base64') }
}

interface Verifier {
  readonly crypto: CryptoProvider
  readonly store: Store
  readonly now: number
  /** The public key of a partner that is switched on; undefined for everybody else. */
  readonly publicKeyOf: (keyId: string) => Promise<string | undefined>
}

/**
 * Undefined when the request is the partner's, in time and new; else the reason. The nonce is taken last and by
 * insertion, so that of two equal requests at the same moment one is refused, on every process.
 */
export async function verifySignedRequest(
  { crypto, store, now, publicKeyOf }: Verifier,
  request: SignableRequest,
  given: Partial<RequestSignature>,
  tx?: Tx,
): Promise<SignatureFault | undefined> {
  const { keyId, time, nonce, signature } = given
  if (!keyId || !time || !nonce || !signature) return 'missing'
  const shaped =
    /^[A-Za-z0-9_-]{1,64}$/.test(keyId) &&
    /^\d{13}$/.test(time) &&
    /^[A-Za-z0-9_-]{16,64}$/.test(nonce) &&
    /^[A-Za-z0-9+/]{90,100}={0,2}$/.test(signature)
  if (!shaped) return 'malformed'
  if (Math.abs(now - Number(time)) > allowedSkew) return 'out-of-time'
  const publicKey = await publicKeyOf(keyId)
  if (!publicKey) return 'unknown-key'
  const der = Buffer.from(signature, 'base64')
  if (der.toString('base64') !== signature) return 'malformed'
  if (!crypto.verify(publicKey, canonicalRequest(crypto, request, { keyId, time, nonce }), der)) return 'wrong'
  return (await insertOnce(store, 'request_nonces', { key_id: keyId, nonce, seen_at: now }, tx)) ? undefined : 'replayed'
}

/** Nonces older than any request that is still in time. */
export const forgetNonces = (store: Store, now: number): Promise<number> =>
  store.run('DELETE FROM request_nonces WHERE seen_at < ?', [now - nonceLife])
