import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { derExplicit, derInteger, derOid, derSequence, derTagged } from '../der.ts'
import type { CryptoProvider } from '../provider.ts'
import { oids } from './oids.ts'
import { bytesOfPem, itemsIn, onlyItem } from './read.ts'
import type { KeyKind } from './request.ts'
import { extension, issuerKeyExtension, keyIdExtension, keyUsage, nameOf, pem, type Subject, serialNumber, signed, time } from './write.ts'

/** Two of them: TLS of today's devices knows no SM2, and signed messages are to have nothing else. */
export const authorityKinds = ['p256', 'sm2'] as const
export type AuthorityKind = (typeof authorityKinds)[number]

/** Who signs certificates: its key and what its own certificate says. */
export interface Authority {
  readonly kind: AuthorityKind
  readonly privateKey: string
  readonly subject: Subject
  readonly keyId: Buffer
}

export interface Validity {
  readonly from: number
  readonly until: number
}

export interface Issue {
  readonly serial: string
  readonly subject: Subject
  readonly publicKey: Buffer
  readonly keyKind: KeyKind
  readonly validity: Validity
  /** A server answers to these; without them it is a client. */
  readonly hosts?: readonly string[] | undefined
}

/** The authority for a kind of key. */
export const authorityFor = (key: KeyKind): AuthorityKind => (key === 'sm2' ? 'sm2' : 'p256')

export function generateAuthorityKey(kind: AuthorityKind, provider: CryptoProvider): { privateKey: string; publicKey: Buffer } {
  if (kind === 'sm2') {
    const pair = provider.generateKeyPair()
    return { privateKey: pair.privateKey, publicKey: bytesOfPem(pair.publicKey, 'PUBLIC KEY') }
  }
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }),
  }
}

/** RFC 5280, 4.2.1.2 (1): the digest of the key's own bits. */
export function keyIdOf(publicKey: Buffer): Buffer {
  const bits = itemsIn(onlyItem(publicKey, 0x30).content)[1]?.content.subarray(1) ?? Buffer.alloc(0)
  return createHash('sha1').update(bits).digest()
}

const algorithmOf = (kind: AuthorityKind): Buffer => derSequence(derOid(kind === 'sm2' ? oids.sm2Sm3 : oids.ecdsaSha256))

export function signAs(authority: Pick<Authority, 'kind' | 'privateKey'>, content: Buffer, provider: CryptoProvider): Buffer {
  const signature =
    authority.kind === 'sm2'
      ? provider.sign(authority.privateKey, content)
      : sign('sha256', content, createPrivateKey(authority.privateKey))
  return signed(content, algorithmOf(authority.kind), signature)
}

const version = (number: number): Buffer => derExplicit(0, derInteger(Buffer.from([number])))

interface Parts {
  readonly serial: string
  readonly issuer: Subject
  readonly subject: Subject
  readonly publicKey: Buffer
  readonly validity: Validity
  readonly extensions: readonly Buffer[]
}

const contentOf = (kind: AuthorityKind, { serial, issuer, subject, publicKey, validity, extensions }: Parts): Buffer =>
  derSequence(
    version(2),
    serialNumber(serial),
    algorithmOf(kind),
    nameOf(issuer),
    derSequence(time(validity.from), time(validity.until)),
    nameOf(subject),
    publicKey,
    derExplicit(3, derSequence(...extensions)),
  )

/** The authority's own certificate, by itself: the one that devices and servers are told to believe. */
export function rootCertificate(
  authority: Authority,
  publicKey: Buffer,
  serial: string,
  validity: Validity,
  provider: CryptoProvider,
): string {
  const content = contentOf(authority.kind, {
    ...{ serial, issuer: authority.subject, subject: authority.subject, publicKey, validity },
    extensions: [
      // CA, and none below it.
      extension(oids.basicConstraints, derSequence(derTagged(0x01, Buffer.from([0xff])), derInteger(Buffer.from([0]))), true),
      keyUsage(5, 6),
      keyIdExtension(authority.keyId),
    ],
  })
  return pem('CERTIFICATE', signAs(authority, content, provider))
}

const hostName = (host: string): Buffer =>
  /^\d+\.\d+\.\d+\.\d+$/.test(host) ? derTagged(0x87, Buffer.from(host.split('.').map(Number))) : derTagged(0x82, Buffer.from(host))

/** A certificate for the end of a line: never one that could sign others. */
export function issueCertificate(authority: Authority, issue: Issue, provider: CryptoProvider): string {
  const hosts = issue.hosts ?? []
  const content = contentOf(authority.kind, {
    ...{ serial: issue.serial, issuer: authority.subject, subject: issue.subject, publicKey: issue.publicKey, validity: issue.validity },
    extensions: [
      extension(oids.basicConstraints, derSequence(), true),
      issue.keyKind === 'p256' ? keyUsage(0) : keyUsage(0, 2),
      extension(oids.extendedKeyUsage, derSequence(...(hosts.length > 0 ? [derOid(oids.serverAuth)] : []), derOid(oids.clientAuth))),
      keyIdExtension(keyIdOf(issue.publicKey)),
      issuerKeyExtension(authority.keyId),
      ...(hosts.length > 0 ? [extension(oids.alternativeName, derSequence(...hosts.map(hostName)))] : []),
    ],
  })
  return pem('CERTIFICATE', signAs(authority, content, provider))
}

/** SHA-256 over the certificate: how a connection tells which one it has been shown. */
export const certificateFingerprint = (certificate: string): string =>
  createHash('sha256').update(bytesOfPem(certificate, 'CERTIFICATE')).digest('hex')
