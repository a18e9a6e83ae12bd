import { linkKindOf } from '@liren/contract/archive/index'
import { type ResourceUse, resourceArchive, resourceErrors } from '@liren/contract/capabilities/resource'
import { findFile } from '../../engines/archive/find.ts'
import { type FileRow, valuesOf } from '../../engines/archive/row.ts'
import { forgetValues } from '../../kernel/custom/values.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { grantedPartners } from '../api/read.ts'
import { detachFiles } from '../file/read.ts'

interface LinkRow {
  readonly id: string
  readonly kind: string
}

/** What would be left with nothing if this resource were gone: organisations and resources that draw on it, applications granted its interface. */
export async function usesOf(kernel: Kernel, row: FileRow, tx?: Tx): Promise<ResourceUse[]> {
  const { kind, target } = valuesOf(kernel, resourceArchive, row, ['kind', 'target'])
  const links = await unscoped<LinkRow>(
    kernel.store,
    'a resource is in use whoever uses it; only the kind of link is told',
    {
      sql: `SELECT id, kind FROM archive_links WHERE ended_on IS NULL
            AND to_archive = 'resource' AND to_id = ? AND kind IN ('uses-resource', 'drawn-from') ORDER BY id LIMIT 20`,
      params: [row.id],
    },
    tx,
  )
  const partners = kind === 'interface' && typeof target === 'string' ? await grantedPartners(kernel, target, tx) : []
  return [
    ...links.map(({ id, kind: code }): ResourceUse => ({ kind: 'link', id, text: linkKindOf(code)?.back ?? { zh: code, en: code } })),
    ...partners.map(
      ({ id, name }): ResourceUse => ({ kind: 'partner', id, text: { zh: `接入应用：${name}`, en: `Application: ${name}` } }),
    ),
  ]
}

/** Deletes a resource that nothing uses, with its history and its files; the audit keeps what it was. */
export async function removeResource(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'scope' | 'tx'>,
  id: string,
  version: number,
): Promise<FileRow> {
  const { scope, tx } = ctx
  const row = await findFile(kernel, resourceArchive, scope, id, tx)
  // claimed before its uses are read: whoever links to it meanwhile finds nothing, or has it kept
  const gone = await kernel.store.run('DELETE FROM resources WHERE id = ? AND version = ?', [id, version], tx)
  if (gone !== 1) throw refuse('stale', { details: { version: row.version } })
  const uses = await usesOf(kernel, row, tx)
  if (uses.length > 0) throw refuseWith(resourceErrors, 'resource.used', { details: { uses: uses.map(({ text }) => text) } })
  for (const table of ['archive_changes', 'archive_grams', 'archive_tags'])
    await kernel.store.run(`DELETE FROM ${table} WHERE archive = 'resource' AND file_id = ?`, [id], tx)
  await forgetValues(kernel, [id], tx)
  for (const end of ['from', 'to'])
    await kernel.store.run(`DELETE FROM archive_links WHERE ${end}_archive = 'resource' AND ${end}_id = ?`, [id], tx)
  await detachFiles(kernel, 'resource.files', id, tx)
  return row
}
