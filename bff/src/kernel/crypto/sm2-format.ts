import { DerReader, derBits, derExplicit, derInteger, derOctets, derOid, derSequence } from './der.ts'
import { CryptoError, type Sm2KeyPair } from './provider.ts'

/** PEM and ASN.1 shapes of SM2 keys, signatures and ciphertexts, independent of who computes them. */

const ecPublicKey = Buffer.from('2a8648ce3d0201', 'hex')
const sm2Curve = Buffer.from('2a811ccf5501822d', 'hex')
const algorithm = derSequence(derOid(ecPublicKey), derOid(sm2Curve))
/** Order of the curve, GB/T 32918.5. */
const order = Buffer.from('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123', 'hex')

export const inRange = (scalar: Buffer): boolean => !scalar.every((byte) => byte === 0) && scalar.compare(order) < 0

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function fromPem(label: string, text: string): Buffer {
  const match = new RegExp(`^-----BEGIN ${label}-----\\s+([A-Za-z0-9+/=\\s]+)-----END ${label}-----\\s*$`).exec(text)
  if (!match?.[1]) throw new CryptoError(`The SM2 key is not a PEM text labelled ${label}`)
  return Buffer.from(match[1], 'base64')
}

function readAlgorithm(reader: DerReader): void {
  const inner = reader.sequence()
  if (!inner.oid().equals(ecPublicKey) || !inner.oid().equals(sm2Curve)) throw new CryptoError('The key is not on the SM2 curve')
  inner.end()
}

/** The 65-byte point (04‖x‖y) of a SubjectPublicKeyInfo. */
export function publicPoint(publicKey: string): Buffer {
  const outer = new DerReader(fromPem('PUBLIC KEY', publicKey))
  const key = outer.sequence()
  outer.end()
  readAlgorithm(key)
  const point = key.bits()
  key.end()
  if (point.length !== 65 || point[0] !== 4) throw new CryptoError('The SM2 public key is not an uncompressed point')
  return point
}

/** The 32-byte scalar of a PKCS#8 key. */
export function privateScalar(privateKey: string): Buffer {
  const key = new DerReader(fromPem('PRIVATE KEY', privateKey)).sequence()
  key.integer(1)
  readAlgorithm(key)
  const inner = new DerReader(key.octets()).sequence()
  inner.integer(1)
  const scalar = inner.octets()
  if (scalar.length !== 32 || !inRange(scalar)) throw new CryptoError('The SM2 private key is out of range')
  return scalar
}

export const encodeKeyPair = (scalar: Buffer, point: Buffer): Sm2KeyPair => ({
  privateKey: pem(
    'PRIVATE KEY',
    derSequence(
      derInteger(Buffer.from([0])),
      algorithm,
      derOctets(derSequence(derInteger(Buffer.from([1])), derOctets(scalar), derExplicit(1, derBits(point)))),
    ),
  ),
  publicKey: pem('PUBLIC KEY', derSequence(algorithm, derBits(point))),
})

export const encodeSignature = (rs: Buffer): Buffer => derSequence(derInteger(rs.subarray(0, 32)), derInteger(rs.subarray(32)))

/** r‖s, 64 bytes, both in [1, n-1]. Undefined for anything that is not exactly one such signature. */
export function decodeSignature(signature: Buffer): Buffer | undefined {
  try {
    const outer = new DerReader(signature)
    const inner = outer.sequence()
    outer.end()
    const r = inner.integer(32)
    const s = inner.integer(32)
    inner.end()
    return inRange(r) && inRange(s) ? Buffer.concat([r, s]) : undefined
  } catch {
    return undefined
  }
}

/** GM/T 0009: SEQUENCE { x, y, hash (C3), ciphertext (C2) }. */
export interface Sm2Ciphertext {
  readonly point: Buffer
  readonly hash: Buffer
  readonly cipher: Buffer
}

export const encodeCiphertext = ({ point, hash, cipher }: Sm2Ciphertext): Buffer =>
  derSequence(derInteger(point.subarray(1, 33)), derInteger(point.subarray(33)), derOctets(hash), derOctets(cipher))

export function decodeCiphertext(bytes: Buffer): Sm2Ciphertext {
  const outer = new DerReader(bytes)
  const inner = outer.sequence()
  outer.end()
  const point = Buffer.concat([Buffer.from([4]), inner.integer(32), inner.integer(32)])
  const hash = inner.octets()
  const cipher = inner.octets()
  inner.end()
  if (hash.length !== 32 || cipher.length === 0) throw new CryptoError('The SM2 ciphertext is malformed')
  return { point, hash, cipher }
}
