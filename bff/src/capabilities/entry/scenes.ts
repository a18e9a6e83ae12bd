import type { BodyOf, Text } from '@liren/contract'
import { type EnteredArchive, type EntryScene, type EntryWay, type entryEndpoints, entryErrors } from '@liren/contract/capabilities/entry'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { rolesById } from '../../kernel/identity/roles.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { allPurposes } from '../consent/read.ts'

interface SceneRow {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly way: EntryWay
  readonly archives: string
  readonly duties: string
  readonly procedure_zh: string
  readonly procedure_en: string
  readonly purpose: string
  readonly is_open: number
  readonly version: number
}

export interface Scene {
  readonly code: string
  readonly text: Text
  readonly way: EntryWay
  readonly archives: readonly EnteredArchive[]
  readonly duties: readonly { readonly roleId: string; readonly duty: Text }[]
  readonly procedure: Text
  readonly purpose: string
  readonly isOpen: boolean
  readonly version: number
}

const parsed = (row: SceneRow): Scene => ({
  ...{ code: row.code, text: { zh: row.zh, en: row.en }, way: row.way, archives: JSON.parse(row.archives) as EnteredArchive[] },
  ...{ duties: JSON.parse(row.duties) as Scene['duties'], procedure: { zh: row.procedure_zh, en: row.procedure_en } },
  ...{ purpose: row.purpose, isOpen: row.is_open === 1, version: row.version },
})

const scenesOf = async ({ store }: Kernel, tx?: Tx): Promise<Scene[]> =>
  (await store.rows<SceneRow>('SELECT * FROM entry_scenes ORDER BY code', [], tx)).map(parsed)

export const openScenes = async (kernel: Kernel, tx?: Tx): Promise<Scene[]> => (await scenesOf(kernel, tx)).filter(({ isOpen }) => isOpen)

export async function presentScenes(kernel: Kernel, only?: string, tx?: Tx): Promise<EntryScene[]> {
  const scenes = (await scenesOf(kernel, tx)).filter(({ code }) => only === undefined || code === only)
  const purposes = await allPurposes(kernel, tx)
  const roles = await rolesById(
    kernel,
    scenes.flatMap(({ duties }) => duties.map(({ roleId }) => roleId)),
    tx,
  )
  return scenes.map((scene) => {
    const purpose = purposes.find(({ code }) => code === scene.purpose)
    if (!purpose) throw new Error(`scene ${scene.code} serves no purpose`)
    return {
      ...scene,
      archives: [...scene.archives],
      // a role that was removed has nobody left who could fill it
      duties: scene.duties.flatMap(({ roleId, duty }) => {
        const role = roles.get(roleId)
        return role ? [{ roleId, role: role.name, duty }] : []
      }),
      purpose: { code: purpose.code, text: purpose.text, basis: purpose.basis, isOpen: purpose.isOpen },
    }
  })
}

/** Version 0 makes a new one. A scene opens only for a purpose that is open, and that needs its impact assessment. */
export async function saveScene(kernel: Kernel, code: string, draft: BodyOf<typeof entryEndpoints.saveScene>, tx: Tx): Promise<EntryScene> {
  const purpose = (await allPurposes(kernel, tx)).find((one) => one.code === draft.purpose)
  if (!purpose || (draft.isOpen && !purpose.isOpen)) throw refuseWith(entryErrors, 'entry.purpose-closed')
  if (draft.way === 'import' && purpose.basis === 'consent') throw refuseWith(entryErrors, 'entry.import-asks')
  const roleIds = draft.duties.map(({ roleId }) => roleId)
  if ((await rolesById(kernel, roleIds, tx)).size !== new Set(roleIds).size) throw refuseWith(entryErrors, 'entry.role-unknown')
  const columns = {
    ...{
      zh: draft.text.zh,
      en: draft.text.en,
      way: draft.way,
      archives: JSON.stringify(draft.archives),
      duties: JSON.stringify(draft.duties),
    },
    ...{ procedure_zh: draft.procedure.zh, procedure_en: draft.procedure.en, purpose: purpose.code, is_open: draft.isOpen ? 1 : 0 },
  }
  if (draft.version === 0) {
    if (!(await insertOnce(kernel.store, 'entry_scenes', { code, ...columns }, tx))) throw refuse('conflict')
  } else {
    const sets = Object.keys(columns).map((column) => `${column} = ?`)
    const sql = `UPDATE entry_scenes SET ${sets.join(', ')}, version = version + 1 WHERE code = ? AND version = ?`
    if ((await kernel.store.run(sql, [...Object.values(columns), code, draft.version], tx)) !== 1) throw refuse('stale')
  }
  const [saved] = await presentScenes(kernel, code, tx)
  if (!saved) throw refuse('not-found')
  return saved
}
