import {
  type Authority,
  type AuthorityKind,
  authorityKinds,
  generateAuthorityKey,
  keyIdOf,
  rootCertificate,
} from '../../kernel/crypto/x509/authority.ts'
import { type Revoked, type RevokeReason, revocationList } from '../../kernel/crypto/x509/revocation.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface AuthorityRow {
  readonly id: string
  readonly kind: AuthorityKind
  readonly private_key: string
  readonly certificate: string
  readonly key_id: string
  readonly revocation_list: string | null
  readonly list_number: number
  readonly list_until_at: number
}

const day = 86_400_000
const rootYears = 15
const listDays = 7
export const organization = '里仁'
const sealed = (row: string) => ({ table: 'certificate_authorities', column: 'private_key', row })

/** Positive and of sixteen bytes, whatever chance says. */
export const newSerial = (kernel: Kernel): string => {
  const bytes = kernel.random.bytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

/** The authority of a kind; made when it is first needed, once however many need it. */
export async function authorityOf(kernel: Kernel, kind: AuthorityKind, tx?: Tx): Promise<AuthorityRow> {
  const find = async () => (await kernel.store.rows<AuthorityRow>('SELECT * FROM certificate_authorities WHERE kind = ?', [kind], tx))[0]
  const known = await find()
  if (known) return known
  const { privateKey, publicKey } = generateAuthorityKey(kind, kernel.crypto)
  const [id, now, keyId] = [kernel.ids.next(), kernel.clock.now(), keyIdOf(publicKey)]
  const authority: Authority = { kind, privateKey, keyId, subject: subjectOf(kind) }
  const validity = { from: now - day, until: now + rootYears * 365 * day }
  const certificate = rootCertificate(authority, publicKey, newSerial(kernel), validity, kernel.crypto)
  const row = { id, kind, private_key: kernel.sealer.seal(privateKey, sealed(id)), certificate, key_id: keyId.toString('hex') }
  await insertOnce(kernel.store, 'certificate_authorities', { ...row, created_at: now }, tx)
  const made = await find()
  if (!made) throw new Error('the authority that was just made is not there')
  return made
}

const subjectOf = (kind: AuthorityKind) => ({ commonName: kind === 'sm2' ? 'Liren SM2 CA' : 'Liren TLS CA', organization })

export const openAuthority = (kernel: Kernel, row: AuthorityRow): Authority => ({
  kind: row.kind,
  privateKey: kernel.sealer.open(row.private_key, sealed(row.id)),
  keyId: Buffer.from(row.key_id, 'hex'),
  subject: subjectOf(row.kind),
})

/** Writes the list of what must not be believed any more; in the transaction that revokes, and before it grows old. */
export async function renewList(kernel: Kernel, kind: AuthorityKind, now: number, tx?: Tx): Promise<string> {
  const row = await authorityOf(kernel, kind, tx)
  const revoked = await unscoped<{ serial: string; revoked_at: number; reason: RevokeReason }>(
    kernel.store,
    'a list of revoked certificates names all of them',
    {
      sql: "SELECT serial, revoked_at, reason FROM certificates WHERE authority = ? AND state = 'revoked' AND until_at > ? ORDER BY id",
      params: [kind, now],
    },
    tx,
  )
  const list = revocationList(
    openAuthority(kernel, row),
    {
      ...{ number: Number(row.list_number) + 1, at: now, next: now + listDays * day },
      revoked: revoked.map(({ serial, revoked_at, reason }): Revoked => ({ serial, at: Number(revoked_at), reason })),
    },
    kernel.crypto,
  )
  await kernel.store.run(
    'UPDATE certificate_authorities SET revocation_list = ?, list_number = list_number + 1, list_until_at = ? WHERE id = ?',
    [list, now + listDays * day, row.id],
    tx,
  )
  return list
}

/** What anybody may know who has to decide whether to believe one of our certificates. */
export async function publicAuthorities(kernel: Kernel) {
  const items = []
  for (const kind of authorityKinds) {
    const row = await authorityOf(kernel, kind)
    items.push({
      kind,
      certificate: row.certificate,
      revocationList: row.revocation_list ?? (await renewList(kernel, kind, kernel.clock.now())),
    })
  }
  return { items }
}
