import { createPublicKey, X509Certificate } from 'node:crypto'
import type { Partner } from '@liren/contract/capabilities/api'
import { holdsNow } from '../../kernel/crypto/exchange-package.ts'
import type { PartnerKey } from '../../kernel/http/partner.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface PartnerRow {
  id: string
  name: string
  owner: string
  key_id: string
  public_key: string
  certificate: string | null
  grps: string
  place_id: string | null
  place_path: string
  per_second: number
  is_on: number
  row_mac: string
  last_call_at: number | null
  created_at: number
  version: number
}

/** What a partner may do is protected against whoever can write to the database: the row carries a MAC. */
export const macOf = (
  kernel: Kernel,
  row: Pick<PartnerRow, 'id' | 'key_id' | 'public_key' | 'grps' | 'place_path' | 'per_second' | 'is_on'>,
): string =>
  kernel.sealer.rowMac('partners', row.id, {
    key_id: row.key_id,
    public_key: row.public_key,
    grps: row.grps,
    place_path: row.place_path,
    per_second: row.per_second,
    is_on: row.is_on,
  })

export const isIntact = (kernel: Kernel, row: PartnerRow): boolean =>
  kernel.sealer.rowIntact(
    'partners',
    row.id,
    {
      key_id: row.key_id,
      public_key: row.public_key,
      grps: row.grps,
      place_path: row.place_path,
      per_second: row.per_second,
      is_on: row.is_on,
    },
    row.row_mac,
  )

export const presentPartner = (row: PartnerRow): Partner => ({
  id: row.id,
  name: row.name,
  owner: row.owner,
  keyId: row.key_id,
  publicKey: row.public_key,
  certificate: row.certificate === null ? null : presentCertificate(row.certificate),
  groups: JSON.parse(row.grps) as string[],
  placeId: row.place_id,
  perSecond: row.per_second,
  state: row.is_on === 1 ? 'on' : 'off',
  lastCallAt: row.last_call_at === null ? null : new Date(row.last_call_at).toISOString(),
  createdAt: new Date(row.created_at).toISOString(),
  version: row.version,
})

export async function partnerById(kernel: Kernel, id: string, tx?: Tx): Promise<PartnerRow | undefined> {
  return (await kernel.store.rows<PartnerRow>('SELECT * FROM partners WHERE id = ?', [id], tx))[0]
}

function presentCertificate(certificate: string): { serial: string; until: string } {
  const { serialNumber, validTo } = new X509Certificate(certificate)
  return { serial: serialNumber, until: new Date(validTo).toISOString() }
}

/** What somebody pasted: a key alone, or a certificate and the key that it is about. */
export function keyParts(pasted: string): Pick<PartnerRow, 'public_key' | 'certificate'> {
  const given = pasted.trim()
  if (!given.includes('BEGIN CERTIFICATE')) return { public_key: given, certificate: null }
  return { public_key: (createPublicKey(given).export({ type: 'spki', format: 'pem' }) as string).trim(), certificate: given }
}

/** The same key sent again, as forms do, keeps the certificate that is about it. */
export function keysAfter(before: PartnerRow, pasted: string | undefined): Pick<PartnerRow, 'public_key' | 'certificate'> {
  const { public_key, certificate } = before
  return pasted === undefined || pasted.trim() === public_key ? { public_key, certificate } : keyParts(pasted)
}

/** The certificate to which this partner's packages are encrypted: one that holds now and is about the key that the row's MAC protects. */
export function receivingCertificate(kernel: Kernel, row: PartnerRow): string | undefined {
  if (row.is_on !== 1 || row.certificate === null || !isIntact(kernel, row) || !holdsNow(row.certificate, kernel.clock.now()))
    return undefined
  return keyParts(row.certificate).public_key === row.public_key ? row.certificate : undefined
}

const sm2Curve = '1.2.156.10197.1.301'

/** Whether this is the PEM of a public key on the SM2 curve, or of a certificate of one. */
export function isSm2PublicKey(pem: string): boolean {
  // a private key has a public half too, and is not ours to keep
  if (pem.includes('PRIVATE KEY')) return false
  try {
    const key = createPublicKey(pem)
    const der = key.export({ type: 'spki', format: 'der' })
    return key.type === 'public' && der.includes(oid(sm2Curve))
  } catch {
    return false
  }
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const groups = [part & 127]
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128)
    bytes.push(...groups)
  }
  return Buffer.from(bytes)
}

/** The partner behind a key id, if it is switched on and its row is what we wrote. */
export async function partnerByKey(kernel: Kernel, keyId: string): Promise<PartnerKey | undefined> {
  const [row] = await kernel.store.rows<PartnerRow>('SELECT * FROM partners WHERE key_id = ?', [keyId])
  if (row?.is_on !== 1) return undefined
  if (!isIntact(kernel, row)) {
    kernel.log.error({ partner: row.id }, 'a partner failed its integrity check and is refused')
    return undefined
  }
  return {
    id: row.id,
    name: row.name,
    publicKey: row.public_key,
    groups: JSON.parse(row.grps) as string[],
    placePath: row.place_path,
    perSecond: row.per_second,
  }
}
