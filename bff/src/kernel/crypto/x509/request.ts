import { createPublicKey, verify } from 'node:crypto'
import { derOid, derSequence, derTagged } from '../der.ts'
import type { CryptoProvider } from '../provider.ts'
import { oids } from './oids.ts'
import { bytesOfPem, type Item, itemsIn, onlyItem } from './read.ts'
import { pem } from './write.ts'

export const keyKinds = ['p256', 'rsa', 'sm2'] as const
export type KeyKind = (typeof keyKinds)[number]

/** What somebody asks a certificate for, after the request itself was found sound. */
export interface CertificateRequest {
  readonly commonName: string
  readonly keyKind: KeyKind
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer
  /** DNS names and addresses it wants to answer to; only servers get them. */
  readonly hosts: readonly string[]
}

export type RequestFault = 'unreadable' | 'name' | 'key' | 'signature'

export class RequestRefused extends Error {
  readonly fault: RequestFault

  constructor(fault: RequestFault) {
    super(`The certificate request is refused: ${fault}`)
    this.name = 'RequestRefused'
    this.fault = fault
  }
}

const SEQUENCE = 0x30
const leastRsaBits = 2048

/** Reads a PKCS #10 request and holds its signature against its own key: who asks has the private half. */
export function readRequest(text: string, provider: CryptoProvider): CertificateRequest {
  const [content, algorithm, signature] = guarded('unreadable', () => {
    const items = itemsIn(onlyItem(bytesOfPem(text, '(?:NEW )?CERTIFICATE REQUEST'), SEQUENCE).content)
    if (items.length !== 3 || items[2]?.tag !== 0x03 || items[2].content[0] !== 0) throw new RequestRefused('unreadable')
    return items as [Item, Item, Item]
  })
  const [, subject, key, attributes] = guarded('unreadable', () => {
    const parts = itemsIn(content.content)
    if (parts.length < 3 || parts[0]?.tag !== 0x02 || parts[1]?.tag !== SEQUENCE || parts[2]?.tag !== SEQUENCE)
      throw new RequestRefused('unreadable')
    return parts as [Item, Item, Item, Item | undefined]
  })
  const commonName = guarded('name', () => commonNameOf(subject))
  const keyKind = guarded('key', () => keyKindOf(key))
  const isSigned = guarded('signature', () =>
    isSignedBy(provider, keyKind, key.whole, content.whole, algorithm.whole, signature.content.subarray(1)),
  )
  if (!isSigned) throw new RequestRefused('signature')
  return { commonName, keyKind, publicKey: Buffer.from(key.whole), hosts: guarded('unreadable', () => hostsIn(attributes)) }
}

function guarded<T>(fault: RequestFault, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof RequestRefused ? error : new RequestRefused(fault)
  }
}

const texts = new Set([0x0c, 0x13, 0x16])

/** One name and one only, of signs that look like what they are: a second one could be the one that is believed. */
function commonNameOf(subject: Item): string {
  const found = itemsIn(subject.content)
    .flatMap((set) => itemsIn(set.content))
    .map((pair) => itemsIn(pair.content))
    .filter(([type]) => type?.content.equals(oids.commonName))
  const value = found[0]?.[1]
  if (found.length !== 1 || !value || !texts.has(value.tag)) throw new RequestRefused('name')
  const name = value.content.toString('utf8')
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) throw new RequestRefused('name')
  return name
}

function keyKindOf(key: Item): KeyKind {
  const [type, parameters] = itemsIn((itemsIn(key.content)[0] as Item).content)
  if (type?.content.equals(oids.ecPublicKey)) {
    if (parameters?.content.equals(oids.sm2)) return 'sm2'
    if (parameters?.content.equals(oids.p256)) {
      createPublicKey({ key: key.whole, format: 'der', type: 'spki' })
      return 'p256'
    }
  }
  if (type?.content.equals(oids.rsaEncryption)) {
    const { asymmetricKeyDetails: details } = createPublicKey({ key: key.whole, format: 'der', type: 'spki' })
    if ((details?.modulusLength ?? 0) >= leastRsaBits && (details?.publicExponent ?? 0n) >= 65_537n) return 'rsa'
  }
  throw new RequestRefused('key')
}

function isSignedBy(provider: CryptoProvider, kind: KeyKind, key: Buffer, content: Buffer, algorithm: Buffer, signature: Buffer): boolean {
  const wanted = { p256: oids.ecdsaSha256, rsa: oids.rsaSha256, sm2: oids.sm2Sm3 }[kind]
  // Written with an empty parameter or without one, and in no other way.
  if (
    ![derSequence(derOid(wanted)), derSequence(derOid(wanted), derTagged(0x05, Buffer.alloc(0)))].some((known) => known.equals(algorithm))
  )
    return false
  if (kind === 'sm2') return provider.verify(pem('PUBLIC KEY', key), content, signature)
  return verify('sha256', content, createPublicKey({ key, format: 'der', type: 'spki' }), signature)
}

const DNS = 0x82
const ADDRESS = 0x87
const mostHosts = 8

function hostsIn(attributes: Item | undefined): string[] {
  if (attributes === undefined) return []
  const asked = itemsIn(attributes.content)
    .map((attribute) => itemsIn(attribute.content))
    .find(([type]) => type?.content.equals(oids.extensionRequest))
  const extensions = asked?.[1] === undefined ? [] : itemsIn((itemsIn(asked[1].content)[0] as Item).content)
  const names = extensions.map((one) => itemsIn(one.content)).find(([type]) => type?.content.equals(oids.alternativeName))
  const value = names?.at(-1)
  if (!value) return []
  return itemsIn(onlyItem(value.content, SEQUENCE).content)
    .flatMap(({ tag, content }) => {
      if (tag === DNS && /^[A-Za-z0-9.-]{1,253}$/.test(content.toString('latin1'))) return [content.toString('latin1')]
      return tag === ADDRESS && content.length === 4 ? [content.join('.')] : []
    })
    .slice(0, mostHosts)
}
