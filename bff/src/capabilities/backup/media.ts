import { mediumEndpoints as e, type Medium, mediumErrors } from '@liren/contract/capabilities/backup'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { allowFileReads, attachFiles, fileLinks } from '../file/read.ts'
import { backupById, iso } from './row.ts'

interface MediumRow {
  readonly id: string
  readonly code: string
  readonly kind: Medium['kind']
  readonly content_class: Medium['contentClass']
  readonly holder: string
  readonly kept_at_place: string
  readonly registered_at: number
  readonly destroyed_at: number | null
  readonly destruction: NonNullable<Medium['destruction']>['method'] | null
  readonly witness: string | null
  readonly proof_id: string | null
  readonly version: number
}

const columns = 'id, code, kind, content_class, holder, kept_at_place, registered_at, destroyed_at, destruction, witness, proof_id, version'

async function presentAll(kernel: Kernel, viewer: Viewer, rows: readonly MediumRow[], tx?: Tx): Promise<Medium[]> {
  if (rows.length === 0) return []
  const { store } = kernel
  const of = among(
    'c.medium_id',
    rows.map(({ id }) => id),
  )
  const copies = await store.rows<{ medium_id: string; id: string; name: string; sha256: string }>(
    `SELECT c.medium_id, b.id, b.name, b.sha256 FROM backup_medium_copies c JOIN backups b ON b.id = c.backup_id WHERE ${of.sql} ORDER BY c.put_at`,
    of.params,
    tx,
  )
  const link = fileLinks(kernel, viewer.principal, viewer.now)
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    kind: row.kind,
    contentClass: row.content_class,
    holder: row.holder,
    keptAt: row.kept_at_place,
    backups: copies.filter((copy) => copy.medium_id === row.id).map(({ id, name, sha256 }) => ({ id, name, sha256 })),
    registeredAt: iso(row.registered_at),
    destruction:
      row.destroyed_at === null || row.destruction === null
        ? null
        : {
            at: iso(row.destroyed_at),
            method: row.destruction,
            witness: row.witness ?? '',
            proof: row.proof_id === null ? null : link(row.proof_id),
          },
    version: row.version,
  }))
}

async function mediumById(kernel: Kernel, id: string, tx?: Tx): Promise<MediumRow> {
  const [row] = await kernel.store.rows<MediumRow>(`SELECT ${columns} FROM backup_media WHERE id = ?`, [id], tx)
  if (!row) throw refuse('not-found')
  return row
}

/** Whose links to proofs these are, and from when they run. */
type Viewer = Pick<RequestContext, 'principal' | 'now'>

/** The register of disks, tapes and sticks: what is on them, who answers for them, how they ended. */
export function mediumRoutes(kernel: Kernel): Route[] {
  const { store, ids } = kernel
  allowFileReads(kernel, 'backup-medium', async (principal) => principal.permissions.has('backup.read'))
  const shown = async (ctx: Viewer & { tx: Tx }, id: string) =>
    (await presentAll(kernel, ctx, [await mediumById(kernel, id, ctx.tx)], ctx.tx))[0] as Medium

  return [
    route(e.media, async ({ query, principal, now }) => {
      const keys = keyset(query, ['id desc'])
      const limit = query.limit ?? 50
      const after = keys.seek()
      const rows = await store.rows<MediumRow>(`SELECT ${columns} FROM backup_media WHERE ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`, [
        ...after.params,
        limit + 1,
      ])
      const page = keys.page(rows, limit, (row) => [row.id])
      return { ...page, items: await presentAll(kernel, { principal, now }, page.items) }
    }),

    route(e.registerMedium, async (ctx) => {
      const { code, kind, contentClass, holder, keptAt } = ctx.body
      const id = ids.next()
      const row = { id, code, kind, content_class: contentClass, holder, kept_at_place: keptAt, registered_at: ctx.now }
      if (!(await insertOnce(store, 'backup_media', row, ctx.tx))) throw refuseWith(mediumErrors, 'backup.medium-known')
      ctx.audit({ subject: 'backup-medium', subjectId: id, after: { ...ctx.body } })
      return shown(ctx, id)
    }),

    route(e.changeMedium, async (ctx) => {
      const { id } = ctx.params
      const { holder, keptAt, backupId, version } = ctx.body
      const before = await mediumById(kernel, id, ctx.tx)
      if (before.destroyed_at !== null) throw refuseWith(mediumErrors, 'backup.medium-destroyed')
      const changed = await store.run(
        'UPDATE backup_media SET holder = ?, kept_at_place = ?, version = version + 1 WHERE id = ? AND version = ? AND destroyed_at IS NULL',
        [holder ?? before.holder, keptAt ?? before.kept_at_place, id, version],
        ctx.tx,
      )
      if (changed !== 1) throw refuse('stale')
      if (backupId !== undefined) {
        const copy = await backupById(kernel, backupId, ctx.tx)
        // Who puts plain or unchecked data on something that can be carried away has lost it already.
        if (copy?.state !== 'done' || copy.is_sealed !== 1 || copy.is_sound !== 1) throw refuseWith(mediumErrors, 'backup.medium-unsealed')
        await insertOnce(store, 'backup_medium_copies', { medium_id: id, backup_id: backupId, put_at: ctx.now }, ctx.tx)
      }
      ctx.audit({
        ...{ subject: 'backup-medium', subjectId: id },
        before: { holder: before.holder, keptAt: before.kept_at_place },
        after: { holder: holder ?? before.holder, keptAt: keptAt ?? before.kept_at_place, ...(backupId ? { backupId } : {}) },
      })
      return shown(ctx, id)
    }),

    route(e.destroyMedium, async (ctx) => {
      const { id } = ctx.params
      const { method, witness, proofId, version } = ctx.body
      const before = await mediumById(kernel, id, ctx.tx)
      if (before.destroyed_at !== null) throw refuseWith(mediumErrors, 'backup.medium-destroyed')
      const changed = await store.run(
        `UPDATE backup_media SET destroyed_at = ?, destruction = ?, witness = ?, proof_id = ?, version = version + 1
         WHERE id = ? AND version = ? AND destroyed_at IS NULL`,
        [ctx.now, method, witness, proofId, id, version],
        ctx.tx,
      )
      if (changed !== 1) throw refuse('stale')
      const proof = { ids: [proofId], ownerId: ctx.principal.id, subject: 'backup-medium', subjectId: id, placePath: null }
      if (!(await attachFiles(kernel, proof, ctx.tx))) throw refuseWith(mediumErrors, 'backup.proof-unknown')
      ctx.audit({ subject: 'backup-medium', subjectId: id, after: { method, witness, proofId } })
      return shown(ctx, id)
    }),
  ]
}
