import { derExplicit, derInteger, derOid, derSequence, derTagged } from '../der.ts'
import type { CryptoProvider } from '../provider.ts'
import { type Authority, signAs } from './authority.ts'
import { oids } from './oids.ts'
import { extension, issuerKeyExtension, nameOf, pem, serialNumber, time } from './write.ts'

export interface Revoked {
  readonly serial: string
  readonly at: number
  readonly reason: RevokeReason
}

/** RFC 5280, 5.3.1; the numbers are those that the list writes. */
export const revokeReasons = { unspecified: 0, 'key-compromise': 1, 'affiliation-changed': 3, superseded: 4, ceased: 5 } as const
export type RevokeReason = keyof typeof revokeReasons

/** The list of certificates that must not be believed any more, signed like they were. */
export function revocationList(
  authority: Authority,
  list: { readonly number: number; readonly at: number; readonly next: number; readonly revoked: readonly Revoked[] },
  provider: CryptoProvider,
): string {
  const entries = list.revoked.map(({ serial, at, reason }) =>
    derSequence(
      serialNumber(serial),
      time(at),
      ...(revokeReasons[reason] === 0
        ? []
        : [derSequence(extension(oids.reasonCode, derTagged(0x0a, Buffer.from([revokeReasons[reason]]))))]),
    ),
  )
  const algorithm = derSequence(derOid(authority.kind === 'sm2' ? oids.sm2Sm3 : oids.ecdsaSha256))
  const number = Buffer.alloc(6)
  number.writeUIntBE(list.number, 0, 6)
  const content = derSequence(
    derInteger(Buffer.from([1])),
    algorithm,
    nameOf(authority.subject),
    time(list.at),
    time(list.next),
    ...(entries.length > 0 ? [derSequence(...entries)] : []),
    derExplicit(0, derSequence(issuerKeyExtension(authority.keyId), extension(oids.crlNumber, derInteger(number)))),
  )
  return pem('X509 CRL', signAs(authority, content, provider))
}
