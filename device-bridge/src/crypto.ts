import { createHash } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sm2 } from 'sm-crypto-v2'

/** Signs what the bridge sends. SM2 with the standard user id; node's own signing on this curve is not SM2. */
export interface Signer {
  /** PEM, as it is registered with the platform. */
  readonly publicKey: string
  /** DER in base64 over the characters of the text. */
  sign(text: string): string
  /** Opens what was encrypted to this key (ASN.1, base64); undefined when it was not. */
  unseal(sealed: string): string | undefined
}

const userId = '1234567812345678'
// SubjectPublicKeyInfo on the SM2 curve up to the point itself, which is 65 bytes long.
const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')

export const sm3 = (text: string): string => createHash('sm3').update(text).digest('hex')

/** What stands in the register in place of a secret: bound to the device, so that equal secrets do not look alike. */
export const secretDigest = (code: string, secret: string): string => sm3(`${code}:${secret}`)

export function createSigner(privateKey: string): Signer {
  const point = Buffer.from(sm2.getPublicKeyFromPrivateKey(privateKey), 'hex')
  const base64 = Buffer.concat([spkiHead, point]).toString('base64')
  return {
    publicKey: `-----BEGIN PUBLIC KEY-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`,
    sign(text) {
      const bytes = Uint8Array.from(Buffer.from(text))
      return Buffer.from(sm2.doSignature(bytes, privateKey, { hash: true, der: true, userId }), 'hex').toString('base64')
    },
    unseal(sealed) {
      try {
        const plain = sm2.doDecrypt(Buffer.from(sealed, 'base64').toString('hex'), privateKey, 1, { asn1: true, output: 'array' })
        return plain.length > 0 ? Buffer.from(plain).toString('utf8') : undefined
      } catch {
        return undefined
      }
    },
  }
}

/** Whether this DER signature (base64) over the text is of this key (PEM). */
export function verifies(publicKey: string, text: string, signature: string): boolean {
  try {
    const der = Buffer.from(publicKey.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    if (!der.subarray(0, spkiHead.length).equals(spkiHead)) return false
    const point = der.subarray(spkiHead.length).toString('hex')
    const bytes = Uint8Array.from(Buffer.from(text))
    return sm2.doVerifySignature(bytes, Buffer.from(signature, 'base64').toString('hex'), point, { hash: true, der: true, userId })
  } catch {
    return false
  }
}

/** The bridge's key: made at its first start, readable by its own user only. */
export async function openSigner(file: string): Promise<Signer> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const present = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (present !== undefined) {
    if (!/^[0-9a-f]{64}\s*$/.test(present)) throw new Error(`${file} is not a key of 64 hex digits`)
    return createSigner(present.trim())
  }
  const { privateKey } = sm2.generateKeyPairHex()
  const handle = await open(file, 'wx', 0o600)
  await handle.writeFile(privateKey)
  await handle.sync()
  await handle.close()
  return createSigner(privateKey)
}
