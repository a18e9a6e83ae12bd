import type { BodyOf } from '@liren/contract'
import { type Credential, type passageEndpoints, passageErrors } from '@liren/contract/capabilities/passage'
import { personArchive } from '@liren/contract/capabilities/person'
import { findFile } from '../../engines/archive/find.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { boundAt } from './row.ts'
import { normaliseCredential } from './who.ts'

interface CredentialRow {
  readonly id: string
  readonly person_id: string
  readonly kind: 'card' | 'number'
  readonly credential_sealed: string
  readonly bound_by: string | null
  readonly bound_at: number
  readonly live_key: string | null
  readonly version: number
}

async function present(kernel: Kernel, rows: readonly CredentialRow[], tx?: Tx): Promise<Credential[]> {
  const names = await namesOf(
    kernel,
    rows.flatMap(({ bound_by }) => bound_by ?? []),
    tx,
  )
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, boundAt: iso(Number(row.bound_at)), version: Number(row.version) },
    tail: `…${kernel.sealer.open(row.credential_sealed, { ...boundAt, row: row.id }).slice(-4)}`,
    boundBy: row.bound_by === null ? null : (names.get(row.bound_by) ?? null),
  }))
}

export async function listCredentials(kernel: Kernel, scope: Scope, personId: string): Promise<Credential[]> {
  await findFile(kernel, personArchive, scope, personId)
  const sql = 'SELECT * FROM passage_credentials WHERE person_id = ? AND live_key IS NOT NULL ORDER BY id LIMIT 50'
  return present(kernel, await kernel.store.rows<CredentialRow>(sql, [personId]))
}

/** From now on gates know this credential as that person; what passed before stays as it was. */
export async function bindCredential(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'scope' | 'principal' | 'now' | 'tx'>,
  body: BodyOf<typeof passageEndpoints.bind>,
): Promise<Credential> {
  const file = await findFile(kernel, personArchive, ctx.scope, body.personId, ctx.tx)
  if (file.state !== 'active') throw refuse('not-found')
  const id = kernel.ids.next()
  const credential = normaliseCredential(body.credential)
  const index = kernel.sealer.blindIndex(credential, boundAt)
  const row = {
    ...{ id, person_id: file.id, kind: body.kind, bound_by: ctx.principal.id, bound_at: ctx.now, live_key: index, version: 1 },
    ...{ credential_sealed: kernel.sealer.seal(credential, { ...boundAt, row: id }), credential_index: index },
  }
  // while keys are being changed the same credential may stand under an older one
  const older = among('live_key', kernel.sealer.blindIndexes(credential, boundAt))
  const known = await kernel.store.rows(`SELECT id FROM passage_credentials WHERE ${older.sql}`, older.params, ctx.tx)
  if (known.length > 0 || !(await insertOnce(kernel.store, 'passage_credentials', row, ctx.tx)))
    throw refuseWith(passageErrors, 'passage.credential-known')
  return (await present(kernel, [row], ctx.tx))[0] as Credential
}

export async function endCredential(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'scope' | 'principal' | 'now' | 'tx'>,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<{ personId: string; placePath: string }> {
  const [row] = await kernel.store.rows<CredentialRow>('SELECT * FROM passage_credentials WHERE id = ?', [id], ctx.tx)
  if (!row) throw refuse('not-found')
  const file = await findFile(kernel, personArchive, ctx.scope, row.person_id, ctx.tx)
  const ended = await kernel.store.run(
    'UPDATE passage_credentials SET live_key = NULL, ended_by = ?, ended_at = ?, end_reason = ?, version = version + 1 WHERE id = ? AND version = ? AND live_key IS NOT NULL',
    [ctx.principal.id, ctx.now, reason, id, version],
    ctx.tx,
  )
  if (ended !== 1) throw refuse('stale')
  return { personId: row.person_id, placePath: file.place_path }
}
