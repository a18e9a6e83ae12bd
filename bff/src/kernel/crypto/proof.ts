import type { Kernel } from '../kernel.ts'

export interface SignedText {
  /** SM3 of the text, hex. */
  readonly digest: string
  /** SM2 over the digest, base64. */
  readonly signature: string
  readonly keyVersion: number
}

const digestOf = ({ crypto }: Pick<Kernel, 'crypto'>, text: string): string => crypto.sm3(text).toString('hex')

/** Signs what was done with the key that signs the audit trail, so that it can be shown to whoever doubts it. `where` is the table of the proof. */
export function signText(kernel: Pick<Kernel, 'crypto' | 'keyring'>, where: string, text: string): SignedText {
  const { crypto, keyring } = kernel
  const digest = digestOf(kernel, text)
  const keyVersion = keyring.currentVersion('witness')
  const key = keyring.secret('witness', keyVersion, where).toString()
  return { digest, signature: crypto.sign(key, Buffer.from(digest)).toString('base64'), keyVersion }
}

/** Whether the house once signed exactly this text. */
export function isTextSigned(kernel: Pick<Kernel, 'crypto' | 'keyring'>, text: string, signed: SignedText): boolean {
  const key = kernel.keyring.publicKey('witness', signed.keyVersion)
  if (!key || digestOf(kernel, text) !== signed.digest) return false
  return kernel.crypto.verify(key, Buffer.from(signed.digest), Buffer.from(signed.signature, 'base64'))
}
