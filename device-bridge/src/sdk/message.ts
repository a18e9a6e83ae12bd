import { randomBytes } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'
import { createSigner } from '../crypto.ts'
import type { DeviceConfig } from './config.ts'

/** What a device has to say: a word of the vocabulary with its values, or only values, which its product gives a meaning. */
export interface Said {
  readonly type?: string
  readonly level?: 'info' | 'warning' | 'alarm' | 'urgent'
  readonly values: Readonly<Record<string, unknown>>
}

/** Writes messages under identities that never come twice, signed and encrypted where the device has the keys for it. */
export function createWriter(config: Pick<DeviceConfig, 'signingKey' | 'bridgeKey'>, now: () => number) {
  const start = randomBytes(6).toString('base64url')
  const signer = config.signingKey === undefined ? undefined : createSigner(scalarOf(config.signingKey))
  let count = 0
  let last = 0
  const wrap = (text: string): string => {
    if (config.bridgeKey !== undefined) {
      const sealed = Buffer.from(sm2.doEncrypt(text, pointOf(config.bridgeKey), 1, { asn1: true }), 'hex').toString('base64')
      return JSON.stringify({ sealed, ...(signer ? { signature: signer.sign(sealed) } : {}) })
    }
    return signer ? JSON.stringify({ payload: text, signature: signer.sign(text) }) : text
  }
  return {
    wrap,
    say(said: Said): string {
      // A signed message has to be newer than the one before, also within one millisecond.
      last = Math.max(now(), last + 1)
      return wrap(JSON.stringify({ id: `${start}-${++count}`, ts: last, ...said }))
    },
  }
}

/** The private number in a key of PKCS #8, as openssl writes it. */
export function scalarOf(pem: string): string {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  // Version 1, then 32 bytes. Node's own reader of keys must not see it: it ends the process at a key of this kind.
  const head = Buffer.from('0201010420', 'hex')
  const at = der.indexOf(head)
  if (at < 0 || der.length < at + head.length + 32) throw new Error('the signing key is no SM2 key of PKCS #8')
  return der.subarray(at + head.length, at + head.length + 32).toString('hex')
}

/** The point in a public key, the last 65 bytes of it. */
const pointOf = (pem: string): string =>
  Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    .subarray(-65)
    .toString('hex')
