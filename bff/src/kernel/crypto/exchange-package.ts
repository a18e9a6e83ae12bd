import { createPublicKey, X509Certificate } from 'node:crypto'
import { CryptoError, type CryptoProvider } from './provider.ts'

/** What goes to one partner: signed by the house, to be opened by nobody but the holder of the partner's key. */
export interface PackageHead {
  readonly format: typeof format
  /** The number of what is in it, as the audit trail of the house knows it. */
  readonly id: string
  /** `house-3`: which key of the house has signed. */
  readonly from: string
  /** Whom it is for, and under which key: a digest of the key itself, so that the wrong one is told at once. */
  readonly to: { readonly partner: string; readonly key: string }
  readonly madeAt: string
  readonly name: string
}

interface Package extends PackageHead {
  /** The SM4 key, encrypted with SM2 (GM/T 0009). */
  readonly key: string
  readonly iv: string
  /** SM4-CBC. */
  readonly content: string
  /** SM2 with SM3 over everything above, DER. */
  readonly signature: string
}

const format = 'LIREN-PACKAGE-1'

export type PackageFault = 'malformed' | 'sender-unknown' | 'altered' | 'another-key'

/** A package that does not open, by its reason. What was in it is never in the message. */
export class PackageError extends CryptoError {
  readonly fault: PackageFault

  constructor(fault: PackageFault) {
    super(sentences[fault])
    this.name = 'PackageError'
    this.fault = fault
  }
}

const sentences: Record<PackageFault, string> = {
  malformed: 'This is no exchange package, or a part of it is missing.',
  'sender-unknown': 'The package names a key of the house that is not among the keys given.',
  altered: 'The signature does not fit: the package was altered, or another house has made it.',
  'another-key': 'The package was made for another key.',
}

type Dependencies = { readonly crypto: CryptoProvider; readonly bytes: (count: number) => Buffer }

export interface Sending {
  readonly id: string
  readonly from: { readonly keyId: string; readonly privateKey: string }
  readonly to: { readonly partner: string; readonly certificate: string }
  readonly madeAt: string
  readonly name: string
  readonly content: Buffer
}

/** Encrypts under a key that is used once, and signs the encrypted: tampering is seen before anything is opened. */
export function makePackage({ crypto, bytes }: Dependencies, { id, from, to, madeAt, name, content }: Sending): string {
  const publicKey = publicKeyOf(to.certificate)
  const [once, iv] = [bytes(16), bytes(16)]
  const unsigned = {
    ...{ format, id, from: from.keyId, to: { partner: to.partner, key: keyDigest(crypto, publicKey) }, madeAt, name },
    key: crypto.encrypt(publicKey, once).toString('base64'),
    iv: iv.toString('base64'),
    content: crypto.sm4CbcEncrypt(once, iv, content).toString('base64'),
  } as const
  const signature = crypto.sign(from.privateKey, signedText(crypto, unsigned)).toString('base64')
  return `${JSON.stringify({ ...unsigned, signature }, null, 1)}\n`
}

export interface Receiving {
  readonly privateKey: string
  /** The public half that belongs to it, as PEM of key or certificate. */
  readonly publicKey: string
  /** Public keys of the house by their ids. */
  readonly houseKeys: ReadonlyMap<string, string>
}

/** What was sent, once the signature fits and the key is the right one. */
export function openPackage(crypto: CryptoProvider, text: string, receiving: Receiving): PackageHead & { readonly content: Buffer } {
  const found = readPackage(text)
  const signer = receiving.houseKeys.get(found.from)
  if (signer === undefined) throw new PackageError('sender-unknown')
  if (!crypto.verify(signer, signedText(crypto, found), bytesOf(found.signature))) throw new PackageError('altered')
  if (found.to.key !== keyDigest(crypto, publicKeyOf(receiving.publicKey))) throw new PackageError('another-key')
  let content: Buffer
  try {
    const once = crypto.decrypt(receiving.privateKey, bytesOf(found.key))
    content = crypto.sm4CbcDecrypt(once, bytesOf(found.iv), bytesOf(found.content))
  } catch (cause) {
    // the house has signed it, so it is whole: the private key is not the half of the public one
    throw Object.assign(new PackageError('another-key'), { cause })
  }
  const { id, from, to, madeAt, name } = found
  return { format, id, from, to, madeAt, name, content }
}

/** Every part in one text that has only one reading; what is long by its digest. */
function signedText(
  crypto: CryptoProvider,
  { id, from, to, madeAt, name, key, iv, content }: Omit<Package, 'format' | 'signature'>,
): Buffer {
  return Buffer.from(JSON.stringify([format, id, from, to.partner, to.key, madeAt, name, key, iv, crypto.sm3(content).toString('hex')]))
}

const words = ['id', 'from', 'madeAt', 'name', 'key', 'iv', 'content', 'signature'] as const

function readPackage(text: string): Package {
  let found: Partial<Record<(typeof words)[number] | 'format' | 'to', unknown>> | null
  try {
    found = JSON.parse(text) as typeof found
  } catch {
    throw new PackageError('malformed')
  }
  const to = found?.to as Partial<PackageHead['to']> | undefined
  const isWhole =
    found?.format === format &&
    words.every((word) => typeof found[word] === 'string') &&
    typeof to?.partner === 'string' &&
    typeof to.key === 'string'
  if (!isWhole) throw new PackageError('malformed')
  return found as unknown as Package
}

/** Base64 has several texts for the same bytes; only one of them was signed or sent. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new PackageError('altered')
  return bytes
}

const publicKeyOf = (pem: string): string => createPublicKey(pem).export({ type: 'spki', format: 'pem' }) as string

const keyDigest = (crypto: CryptoProvider, publicKey: string): string => crypto.sm3(publicKey).toString('hex')

/** Whether a certificate in PEM holds now. */
export function holdsNow(certificate: string, now: number): boolean {
  try {
    const { validFrom, validTo } = new X509Certificate(certificate)
    return Date.parse(validFrom) <= now && now < Date.parse(validTo)
  } catch {
    return false
  }
}
