import { derBits, derInteger, derOctets, derOid, derSequence, derTagged } from '../der.ts'
import { oids } from './oids.ts'

/** The parts of which certificates and lists of revoked ones are made (RFC 5280), written as DER. */

const year2050 = Date.UTC(2050, 0, 1)

/** Years before 2050 have two digits, later ones four; both in Greenwich time. */
export function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')
  return at < year2050 ? derTagged(0x17, Buffer.from(digits.slice(2))) : derTagged(0x18, Buffer.from(digits))
}

export interface Subject {
  readonly commonName: string
  readonly unit?: string
  readonly organization: string
}

const attribute = (oid: Buffer, value: string): Buffer =>
  derTagged(0x31, derSequence(derOid(oid), derTagged(0x0c, Buffer.from(value, 'utf8'))))

export const nameOf = ({ commonName, unit, organization }: Subject): Buffer =>
  derSequence(
    attribute(oids.organization, organization),
    ...(unit === undefined ? [] : [attribute(oids.unit, unit)]),
    attribute(oids.commonName, commonName),
  )

export const extension = (oid: Buffer, value: Buffer, isCritical = false): Buffer =>
  derSequence(derOid(oid), ...(isCritical ? [derTagged(0x01, Buffer.from([0xff]))] : []), derOctets(value))

export const keyIdExtension = (keyId: Buffer): Buffer => extension(oids.subjectKeyId, derOctets(keyId))
export const issuerKeyExtension = (keyId: Buffer): Buffer => extension(oids.authorityKeyId, derSequence(derTagged(0x80, keyId)))

/** Bits by their place: 0 is digitalSignature, 2 keyEncipherment, 5 keyCertSign, 6 cRLSign. */
export function keyUsage(...places: readonly number[]): Buffer {
  const byte = places.reduce((bits, place) => bits | (0x80 >> place), 0)
  let unused = 0
  while (unused < 7 && !(byte & (1 << unused))) unused++
  return extension(oids.keyUsage, derTagged(0x03, Buffer.from([unused, byte])), true)
}

/** Puts the signature to what is signed: certificate and list alike. */
export const signed = (content: Buffer, algorithm: Buffer, signature: Buffer): Buffer => derSequence(content, algorithm, derBits(signature))

export const serialNumber = (serial: string): Buffer => derInteger(Buffer.from(serial, 'hex'))

export const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END ${label}-----\n`
