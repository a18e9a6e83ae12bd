import { type ConsentPurpose, consentErrors } from '@liren/contract/capabilities/consent'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface PurposeRow {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly basis: ConsentPurpose['basis']
  readonly is_separate: number
  readonly is_open: number
  readonly without_zh: string
  readonly without_en: string
  readonly assessment: string | null
  readonly text_version: number
  readonly version: number
  readonly body_zh: string
  readonly body_en: string
  readonly published_at: number
}

const select = `SELECT p.*, t.zh AS body_zh, t.en AS body_en, t.published_at FROM consent_purposes p
  JOIN consent_texts t ON t.purpose = p.code AND t.text_version = p.text_version`

const present = (row: PurposeRow): ConsentPurpose => ({
  code: row.code,
  text: { zh: row.zh, en: row.en },
  basis: row.basis,
  isSeparate: row.is_separate === 1,
  isOpen: row.is_open === 1,
  body: { zh: row.body_zh, en: row.body_en },
  textVersion: row.text_version,
  publishedAt: new Date(Number(row.published_at)).toISOString(),
  without: { zh: row.without_zh, en: row.without_en },
  version: row.version,
})

export async function allPurposes({ store }: Kernel, tx?: Tx): Promise<ConsentPurpose[]> {
  return (await store.rows<PurposeRow>(`${select} ORDER BY p.code`, [], tx)).map(present)
}

export async function purposeCalled({ store }: Kernel, code: string, tx?: Tx): Promise<ConsentPurpose> {
  const [row] = await store.rows<PurposeRow>(`${select} WHERE p.code = ?`, [code], tx)
  if (!row) throw refuse('not-found')
  return present(row)
}

/** A purpose to which one can consent now, in the words of today: whoever read older ones reads again first. */
export async function openPurpose(kernel: Kernel, code: string, textVersion: number, tx?: Tx): Promise<ConsentPurpose> {
  const purpose = await purposeCalled(kernel, code, tx)
  if (purpose.basis !== 'consent') throw refuseWith(consentErrors, 'consent.not-asked')
  if (!purpose.isOpen) throw refuseWith(consentErrors, 'consent.purpose-closed')
  if (purpose.textVersion !== textVersion)
    throw refuseWith(consentErrors, 'consent.text-outdated', { details: { textVersion: purpose.textVersion } })
  return purpose
}

export const textsOf = async ({ store }: Kernel, code: string) =>
  (
    await store.rows<{ text_version: number; zh: string; en: string; published_at: number }>(
      'SELECT text_version, zh, en, published_at FROM consent_texts WHERE purpose = ? ORDER BY text_version DESC LIMIT 100',
      [code],
    )
  ).map((row) => ({
    textVersion: row.text_version,
    body: { zh: row.zh, en: row.en },
    publishedAt: new Date(Number(row.published_at)).toISOString(),
  }))

export interface Assessment {
  readonly necessity: string
  readonly risk: string
  readonly measures: string
  readonly assessor: string
  readonly concludedOn: string
}

export async function assessmentOf({ store }: Kernel, code: string, tx?: Tx): Promise<Assessment | null> {
  const [row] = await store.rows<{ assessment: string | null }>('SELECT assessment FROM consent_purposes WHERE code = ?', [code], tx)
  if (!row) throw refuse('not-found')
  return row.assessment === null ? null : (JSON.parse(row.assessment) as Assessment)
}

type Draft = Pick<ConsentPurpose, 'text' | 'basis' | 'isSeparate' | 'isOpen' | 'body' | 'without' | 'version'> & {
  readonly assessment?: Assessment | undefined
}

/** Version 0 makes a new one. A text that was shown stays as it was: other words are another version. */
export async function savePurpose(kernel: Kernel, code: string, draft: Draft, by: string, tx: Tx): Promise<ConsentPurpose> {
  const { store, clock } = kernel
  const before = draft.version === 0 ? undefined : await purposeCalled(kernel, code, tx)
  const known = before ? await assessmentOf(kernel, code, tx) : null
  const assessment = draft.assessment ?? known
  if (draft.isOpen && !assessment) throw refuseWith(consentErrors, 'consent.assessment-missing')
  const isNewText = !before || before.body.zh !== draft.body.zh || before.body.en !== draft.body.en
  const textVersion = (before?.textVersion ?? 0) + (isNewText ? 1 : 0)
  const columns = {
    zh: draft.text.zh,
    en: draft.text.en,
    basis: draft.basis,
    is_separate: draft.isSeparate ? 1 : 0,
    is_open: draft.isOpen ? 1 : 0,
    without_zh: draft.without.zh,
    without_en: draft.without.en,
    assessment: assessment && JSON.stringify(assessment),
    text_version: textVersion,
  }
  if (before) {
    const sets = Object.keys(columns).map((column) => `${column} = ?`)
    const params = [...Object.values(columns), code, draft.version]
    const sql = `UPDATE consent_purposes SET ${sets.join(', ')}, version = version + 1 WHERE code = ? AND version = ?`
    if ((await store.run(sql, params, tx)) !== 1) throw refuse('stale')
  } else if (!(await insertOnce(store, 'consent_purposes', { code, ...columns }, tx))) throw refuse('conflict')
  if (isNewText)
    await store.run(
      'INSERT INTO consent_texts (purpose, text_version, zh, en, published_at, published_by) VALUES (?, ?, ?, ?, ?, ?)',
      [code, textVersion, draft.body.zh, draft.body.en, clock.now(), by],
      tx,
    )
  return purposeCalled(kernel, code, tx)
}
