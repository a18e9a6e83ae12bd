import { type Certificate, certificateErrors } from '@liren/contract/capabilities/certificate'
import { authorityFor, certificateFingerprint, issueCertificate } from '../../kernel/crypto/x509/authority.ts'
import { type CertificateRequest, RequestRefused, readRequest } from '../../kernel/crypto/x509/request.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { authorityOf, newSerial, openAuthority, organization, renewList } from './authorities.ts'
import { findOwner, letGo, takeOver } from './owners.ts'
import { findCertificate } from './read.ts'
import type { CertificateRow } from './row.ts'

type Writer = Pick<RequestContext, 'scope' | 'tx' | 'now' | 'principal'>

const day = 86_400_000
/** Clocks of devices are seldom right. */
const slackMs = 5 * 60_000

/** Reads the request of this owner; whatever is wrong with it is said as its own refusal. */
function requestFor(kernel: Kernel, text: string, ownerCode: string): CertificateRequest {
  try {
    const request = readRequest(text, kernel.crypto)
    if (request.commonName !== ownerCode) throw refuseWith(certificateErrors, 'certificate.name')
    return request
  } catch (error) {
    if (error instanceof RequestRefused) throw refuseWith(certificateErrors, `certificate.${error.fault}`)
    throw error
  }
}

export async function applyFor(
  kernel: Kernel,
  { ownerKind, ownerCode, request: text }: { ownerKind: Certificate['ownerKind']; ownerCode: string; request: string },
  writer: Writer,
  follows?: CertificateRow,
): Promise<CertificateRow> {
  const { scope, tx, now, principal } = writer
  const owner = await findOwner(kernel, scope, principal, ownerKind, ownerCode, tx)
  const request = requestFor(kernel, text, ownerCode)
  const keyDigest = kernel.crypto.sm3(request.publicKey).toString('hex')
  const row: Record<string, SqlValue> = {
    ...{ id: kernel.ids.next(), owner_kind: ownerKind, owner_id: owner.id, owner_code: ownerCode, owner_name: owner.name },
    ...{ place_path: owner.placePath, waiting_key: owner.id, state: 'applied', key_kind: request.keyKind },
    ...{ authority: authorityFor(request.keyKind), key_digest: keyDigest, request: text, follows_id: follows?.id ?? null },
    ...{ applied_at: now, applied_by: principal.id, applied_name: principal.name, version: 1 },
  }
  const [used] = await unscoped<{ id: string }>(
    kernel.store,
    'a key stands for one owner in the whole house',
    { sql: 'SELECT id FROM certificates WHERE key_digest = ?', params: [keyDigest] },
    tx,
  )
  if (used) throw refuseWith(certificateErrors, 'certificate.key-used')
  if (!(await insertOnce(kernel.store, 'certificates', row, tx))) throw refuseWith(certificateErrors, 'certificate.pending')
  return findCertificate(kernel, scope, row.id as string, tx)
}

/** Applies for the one that follows; what it follows stays as it is until then. */
export async function renewCertificate(kernel: Kernel, id: string, body: { version: number; request: string }, writer: Writer) {
  const before = await findCertificate(kernel, writer.scope, id, writer.tx)
  if (before.version !== body.version) throw refuse('stale')
  if (before.state !== 'issued') throw refuseWith(certificateErrors, 'certificate.state')
  return applyFor(kernel, { ownerKind: before.owner_kind, ownerCode: before.owner_code, request: body.request }, writer, before)
}

export async function issue(kernel: Kernel, id: string, body: { version: number; days: number }, writer: Writer): Promise<CertificateRow> {
  const { scope, tx, now, principal } = writer
  const before = await decidable(kernel, id, writer)
  const request = requestFor(kernel, before.request, before.owner_code)
  const authority = openAuthority(kernel, await authorityOf(kernel, before.authority, tx))
  const serial = newSerial(kernel)
  const validity = { from: now - slackMs, until: now + body.days * day }
  const certificate = issueCertificate(
    authority,
    {
      ...{ serial, publicKey: request.publicKey, keyKind: request.keyKind, validity },
      subject: { commonName: before.owner_code, unit: before.owner_kind, organization },
      hosts: before.owner_kind === 'bridge' ? request.hosts : undefined,
    },
    kernel.crypto,
  )
  const fingerprint = certificateFingerprint(certificate)
  await move(kernel, before, body.version, 'applied', writer, {
    ...{ state: 'issued', waiting_key: null, certificate, serial, fingerprint },
    ...{ from_at: validity.from, until_at: validity.until, decided_at: now, decided_name: principal.name },
  })
  await takeOver(kernel, before, fingerprint, request.publicKey, tx)
  return findCertificate(kernel, scope, id, tx)
}

export async function refuseApplication(kernel: Kernel, id: string, body: { version: number; note: string }, writer: Writer) {
  const before = await decidable(kernel, id, writer)
  const decided = { decided_at: writer.now, decided_name: writer.principal.name }
  await move(kernel, before, body.version, 'applied', writer, { state: 'refused', waiting_key: null, note: body.note, ...decided })
  return findCertificate(kernel, writer.scope, id, writer.tx)
}

export async function revoke(
  kernel: Kernel,
  id: string,
  body: { version: number; reason: NonNullable<Certificate['reason']>; note: string },
  writer: Writer,
): Promise<CertificateRow> {
  const { scope, tx, now } = writer
  const before = await findCertificate(kernel, scope, id, tx)
  await move(kernel, before, body.version, 'issued', writer, { state: 'revoked', revoked_at: now, reason: body.reason, note: body.note })
  await letGo(kernel, before, tx)
  await renewList(kernel, before.authority, now, tx)
  return findCertificate(kernel, scope, id, tx)
}

/** Hands it out; the first time is written down. */
export async function fetchCertificate(kernel: Kernel, id: string, { scope, tx, now }: Writer) {
  const row = await findCertificate(kernel, scope, id, tx)
  if (row.state !== 'issued' || row.certificate === null) throw refuseWith(certificateErrors, 'certificate.state')
  await kernel.store.run('UPDATE certificates SET fetched_at = ? WHERE id = ? AND fetched_at IS NULL', [now, id], tx)
  return { row, certificate: row.certificate, authority: (await authorityOf(kernel, row.authority, tx)).certificate }
}

/** Whoever applied does not decide: two people stand behind every certificate. */
async function decidable(kernel: Kernel, id: string, { scope, tx, principal }: Writer): Promise<CertificateRow> {
  const row = await findCertificate(kernel, scope, id, tx)
  if (row.applied_by === principal.id) throw refuseWith(certificateErrors, 'certificate.own')
  return row
}

async function move(
  kernel: Kernel,
  before: CertificateRow,
  version: number,
  from: Certificate['state'],
  { tx }: Writer,
  values: Readonly<Record<string, SqlValue>>,
): Promise<void> {
  if (before.state !== from) throw refuseWith(certificateErrors, 'certificate.state')
  const sets = Object.keys(values).map((column) => `${column} = ?`)
  const changed = await kernel.store.run(
    `UPDATE certificates SET ${sets.join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND state = ?`,
    [...Object.values(values), before.id, version, from],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
}
