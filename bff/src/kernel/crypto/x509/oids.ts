/** Object identifiers by their numbers, as DER writes them. */
export function oidBytes(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return Buffer.from([first * 40 + second, ...rest.flatMap(base128)])
}

function base128(number: number): number[] {
  const digits = [number % 128]
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) | 0x80)
  return digits
}

export const oids = {
  ecPublicKey: oidBytes('1.2.840.10045.2.1'),
  rsaEncryption: oidBytes('1.2.840.113549.1.1.1'),
  p256: oidBytes('1.2.840.10045.3.1.7'),
  sm2: oidBytes('1.2.156.10197.1.301'),
  ecdsaSha256: oidBytes('1.2.840.10045.4.3.2'),
  sm2Sm3: oidBytes('1.2.156.10197.1.501'),
  rsaSha256: oidBytes('1.2.840.113549.1.1.11'),
  commonName: oidBytes('2.5.4.3'),
  organization: oidBytes('2.5.4.10'),
  unit: oidBytes('2.5.4.11'),
  extensionRequest: oidBytes('1.2.840.113549.1.9.14'),
  basicConstraints: oidBytes('2.5.29.19'),
  keyUsage: oidBytes('2.5.29.15'),
  extendedKeyUsage: oidBytes('2.5.29.37'),
  subjectKeyId: oidBytes('2.5.29.14'),
  authorityKeyId: oidBytes('2.5.29.35'),
  alternativeName: oidBytes('2.5.29.17'),
  crlNumber: oidBytes('2.5.29.20'),
  reasonCode: oidBytes('2.5.29.21'),
  clientAuth: oidBytes('1.3.6.1.5.5.7.3.2'),
  serverAuth: oidBytes('1.3.6.1.5.5.7.3.1'),
} as const
