import { beforeAll, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import type { Store } from '../store/store.ts'
import { createCryptoProvider } from './create.ts'
import {
  allowedSkew,
  canonicalRequest,
  forgetNonces,
  nonceLife,
  type RequestSignature,
  type SignableRequest,
  signRequest,
  verifySignedRequest,
} from './signed-request.ts'

const crypto = createCryptoProvider()
const [partner, other] = [crypto.generateKeyPair(), crypto.generateKeyPair()]
const keys = new Map([
  ['partner-1', partner.publicKey],
  ['partner-2', other.publicKey],
])
const now = Date.UTC(2026, 0, 5, 8)
const request: SignableRequest = {
  method: 'POST',
  target: '/api/exchange/events?type=alarm&place=%2Fjl%2F&type=repair',
  body: Buffer.from('{"amount":100,"items":[1,2]}'),
}
let nonces = 0
const nonce = () => `nonce-${String(nonces++).padStart(12, '0')}`
const signed = (more: Partial<{ keyId: string; now: number; nonce: string }> = {}) =>
  signRequest(crypto, partner.privateKey, request, { keyId: 'partner-1', now, nonce: nonce(), ...more })

type Pair = [SignableRequest, Partial<RequestSignature>]
const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)

/** What somebody between the partner and us may try. */
const mutations: Record<string, (request: SignableRequest, signature: RequestSignature) => Pair> = {
  'another method': (r, s) => [{ ...r, method: 'PUT' }, s],
  'another path': (r, s) => [{ ...r, target: r.target.replace('events', 'people') }, s],
  'a path with a slash more': (r, s) => [{ ...r, target: r.target.replace('/events', '/events/') }, s],
  'a path with a doubled slash': (r, s) => [{ ...r, target: r.target.replace('/exchange', '//exchange') }, s],
  'a path in other letters': (r, s) => [{ ...r, target: r.target.replace('/events', '/Events') }, s],
  'a path that is encoded otherwise': (r, s) => [{ ...r, target: r.target.replace('/events', '/%65vents') }, s],
  'dots in the path': (r, s) => [{ ...r, target: r.target.replace('/events', '/x/../events') }, s],
  'no query': (r, s) => [{ ...r, target: '/api/exchange/events' }, s],
  'a parameter more': (r, s) => [{ ...r, target: `${r.target}&limit=1000` }, s],
  'a parameter less': (r, s) => [{ ...r, target: r.target.replace('&type=repair', '') }, s],
  'a parameter twice': (r, s) => [{ ...r, target: `${r.target}&type=alarm` }, s],
  'another value': (r, s) => [{ ...r, target: r.target.replace('alarm', 'fire') }, s],
  'values exchanged between names': (r, s) => [{ ...r, target: '/api/exchange/events?type=%2Fjl%2F&place=alarm&type=repair' }, s],
  'a value that is decoded': (r, s) => [{ ...r, target: r.target.replaceAll('%2F', '/') }, s],
  'an empty parameter': (r, s) => [{ ...r, target: `${r.target}&` }, s],
  'the query moved into the path': (r, s) => [{ ...r, target: r.target.replace('?', '%3F') }, s],
  'a fragment': (r, s) => [{ ...r, target: `${r.target}#x` }, s],
  'another amount': (r, s) => [{ ...r, body: Buffer.from(r.body.toString().replace('100', '900')) }, s],
  'a space more in the body': (r, s) => [{ ...r, body: Buffer.from(r.body.toString().replace(',', ', ')) }, s],
  'an empty body': (r, s) => [{ ...r, body: Buffer.alloc(0) }, s],
  'a byte more in the body': (r, s) => [{ ...r, body: Buffer.concat([r.body, Buffer.from('\n')]) }, s],
  'the body of another request': (r, s) => [{ ...r, body: Buffer.from('{}') }, s],
  'a later time': (r, s) => [r, { ...s, time: String(Number(s.time) + 1000) }],
  'an earlier time': (r, s) => [r, { ...s, time: String(Number(s.time) - 1000) }],
  'the time in seconds': (r, s) => [r, { ...s, time: s.time.slice(0, 10) }],
  'a time that is no number': (r, s) => [r, { ...s, time: 'now' }],
  'a fresh nonce': (r, s) => [r, { ...s, nonce: nonce() }],
  'a nonce that is too short': (r, s) => [r, { ...s, nonce: 'abc' }],
  'a nonce with a line break': (r, s) => [r, { ...s, nonce: `${s.nonce}\n${s.keyId}` }],
  'the key of another partner': (r, s) => [r, { ...s, keyId: 'partner-2' }],
  'a key that nobody has': (r, s) => [r, { ...s, keyId: 'partner-9' }],
  'a key id in other letters': (r, s) => [r, { ...s, keyId: 'Partner-1' }],
  'no key id': (r, { keyId: _, ...s }) => [r, s],
  'no time': (r, { time: _, ...s }) => [r, s],
  'no nonce': (r, { nonce: _, ...s }) => [r, s],
  'no signature': (r, { signature: _, ...s }) => [r, s],
  'an empty signature': (r, s) => [r, { ...s, signature: '' }],
  'a signature with one letter changed at its begin': (r, s) => [r, { ...s, signature: flip(s.signature, 10) }],
  'a signature with one letter changed at its end': (r, s) => [r, { ...s, signature: flip(s.signature, 80) }],
  'a signature cut short': (r, s) => [r, { ...s, signature: s.signature.slice(0, -4) }],
  'a signature in base64url': (r, s) => [r, { ...s, signature: `${s.signature.slice(0, 90)}-_` }],
  'a signature of the right length that is nothing': (r, s) => [r, { ...s, signature: 'A'.repeat(96) }],
  'the signature of another request': (r, s) => [r, { ...s, signature: signed().signature }],
  'a signature without the standard user id': (r, s) => [
    r,
    { ...s, signature: crypto.sign(partner.privateKey, canonicalRequest(crypto, r, s), '').toString('base64') },
  ],
  'a signature by another partner in this name': (r, s) => [
    r,
    { ...s, signature: crypto.sign(other.privateKey, canonicalRequest(crypto, r, s)).toString('base64') },
  ],
}

describeStores('signed requests', (openStore) => {
  let store: Store
  const verify = (of: SignableRequest, signature: Partial<RequestSignature>, at = now) =>
    verifySignedRequest({ crypto, store, now: at, publicKeyOf: async (id) => keys.get(id) }, of, signature)

  beforeAll(async () => {
    store = await openStore()
  })

  it.each(Object.keys(mutations))('refuses %s', async (name) => {
    const signature = signed()
    const fault = await verify(...(mutations[name] as (typeof mutations)[string])(request, signature))
    expect(fault, 'refused with a reason').toMatch(/^(missing|malformed|unknown-key|out-of-time|wrong)$/)
    expect(await verify(request, signature), 'what was refused did not use up the nonce').toBeUndefined()
  })

  it('has forty mutations or more', () => expect(Object.keys(mutations).length).toBeGreaterThanOrEqual(40))

  it('accepts the request itself, however a proxy sorted its query', async () => {
    expect(await verify(request, signed())).toBeUndefined()
    const reordered = { ...request, target: '/api/exchange/events?type=repair&type=alarm&place=%2Fjl%2F' }
    expect(await verify(reordered, signed())).toBeUndefined()
    expect(await verify({ ...request, method: 'post' }, signed())).toBeUndefined()
  })

  it('refuses a request that was used before, also when both arrive together', async () => {
    const signature = signed()
    const results = await Promise.all(Array.from({ length: 8 }, () => verify(request, signature)))
    expect(results.filter((fault) => fault === undefined)).toHaveLength(1)
    expect(results.filter((fault) => fault === 'replayed')).toHaveLength(7)
  })

  it('keeps the nonces of partners apart', async () => {
    const same = nonce()
    const first = signRequest(crypto, partner.privateKey, request, { keyId: 'partner-1', now, nonce: same })
    const second = signRequest(crypto, other.privateKey, request, { keyId: 'partner-2', now, nonce: same })
    expect(await verify(request, first)).toBeUndefined()
    expect(await verify(request, second)).toBeUndefined()
  })

  it('refuses what is more than five minutes old or ahead', async () => {
    for (const skew of [allowedSkew + 1, -allowedSkew - 1]) expect(await verify(request, signed({ now: now + skew }))).toBe('out-of-time')
    for (const skew of [allowedSkew, -allowedSkew]) expect(await verify(request, signed({ now: now + skew }))).toBeUndefined()
  })

  it('remembers nonces for longer than any request is in time', async () => {
    const signature = signed({ now: now + allowedSkew })
    expect(await verify(request, signature)).toBeUndefined()
    expect(nonceLife).toBeGreaterThanOrEqual(2 * allowedSkew)
    await forgetNonces(store, now + nonceLife)
    expect(await verify(request, signature, now + 2 * allowedSkew)).toBe('replayed')
    await forgetNonces(store, now + nonceLife + 1)
    const [row] = await store.rows<{ n: number }>('SELECT COUNT(*) AS n FROM request_nonces')
    expect(Number(row?.n)).toBe(0)
    expect(await verify(request, signature, now + 2 * allowedSkew + 1)).toBe('out-of-time')
  })
})
