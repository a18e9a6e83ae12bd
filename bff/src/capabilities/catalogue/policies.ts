import { text } from '@liren/contract'
import { type CataloguePolicy, catalogueErrors, type cataloguePolicies } from '@liren/contract/capabilities/catalogue'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

type Code = (typeof cataloguePolicies)[number]

const titles = {
  classification: text('数据分类分级规则', 'Classes and grades of data'),
  security: text('数据安全策略', 'Security of data'),
  privacy: text('隐私保护策略', 'Privacy'),
} as const satisfies Record<Code, unknown>

interface PolicyRow {
  readonly code: Code
  readonly text_version: number
  readonly zh: string
  readonly en: string
  readonly published_at: number
  readonly published_by: string | null
}

/** Every version of every policy, or of one, the newest first. */
export async function policyVersions(kernel: Kernel, code?: Code, tx?: Tx): Promise<CataloguePolicy[]> {
  const rows = await kernel.store.rows<PolicyRow>(
    `SELECT code, text_version, zh, en, published_at, published_by FROM catalogue_policies ${code ? 'WHERE code = ?' : ''} ORDER BY code, text_version DESC`,
    code ? [code] : [],
    tx,
  )
  const names = await namesOf(kernel, [...new Set(rows.flatMap(({ published_by }) => published_by ?? []))], tx)
  return rows.map((row) => ({
    ...{ code: row.code, text: titles[row.code], body: { zh: row.zh, en: row.en }, textVersion: row.text_version },
    ...{ publishedAt: iso(row.published_at), publishedBy: row.published_by === null ? null : (names.get(row.published_by) ?? null) },
  }))
}

/** The versions in force. */
export async function policiesInForce(kernel: Kernel): Promise<CataloguePolicy[]> {
  const all = await policyVersions(kernel)
  return all.filter((policy, at) => all.findIndex(({ code }) => code === policy.code) === at)
}

/** Adds a version after the one that the writer has read; earlier ones stay as they were. */
export async function publishPolicy(
  kernel: Kernel,
  code: Code,
  { body, textVersion }: { readonly body: { zh: string; en: string }; readonly textVersion: number },
  by: string,
  tx: Tx,
): Promise<CataloguePolicy> {
  const [before] = await policyVersions(kernel, code, tx)
  if (!before) throw refuse('not-found')
  if (before.textVersion !== textVersion) throw refuse('stale', { details: { version: before.textVersion } })
  if (before.body.zh === body.zh && before.body.en === body.en) throw refuseWith(catalogueErrors, 'catalogue.unchanged')
  const row = { code, text_version: textVersion + 1, zh: body.zh, en: body.en, published_at: kernel.clock.now(), published_by: by }
  if (!(await insertOnce(kernel.store, 'catalogue_policies', row, tx))) throw refuse('stale')
  const [made] = await policyVersions(kernel, code, tx)
  if (!made) throw refuse('not-found')
  return made
}
