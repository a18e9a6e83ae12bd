import { type Level, text } from '@liren/contract'
import { type EnteredArchive, type EntryGrade, type EntryWay, entryErrors } from '@liren/contract/capabilities/entry'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuseWith } from '../../kernel/errors.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type RecorderRow, standingOf } from './row.ts'
import { openScenes, type Scene } from './scenes.ts'

export interface Entering {
  readonly way: EntryWay
  readonly archive: EnteredArchive
  /** What is written, with its grade. */
  readonly fields?: readonly { readonly name: string; readonly level: Level }[]
}

export interface Admitted {
  readonly scene: Scene
  readonly recorder: RecorderRow
}

/** Whoever enters data about people does so in a scene that is defined, in a role that has a duty there, and bound by an agreement. */
export async function admit(kernel: Kernel, principal: Principal, entering: Entering, tx?: Tx): Promise<Admitted> {
  const scenes = (await openScenes(kernel, tx)).filter(({ way, archives }) => way === entering.way && archives.includes(entering.archive))
  if (scenes.length === 0) throw refuseWith(entryErrors, 'entry.no-scene')
  const scene = scenes.find(({ duties }) => duties.some(({ roleId }) => principal.roleIds.has(roleId)))
  if (!scene) throw refuseWith(entryErrors, 'entry.role-unfit')
  const recorder = await recorderOf(kernel, principal.id, tx)
  if (!recorder) throw refuseWith(entryErrors, 'entry.not-recorder')
  const standing = standingOf(recorder, dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE))
  if (standing === 'unsigned') throw refuseWith(entryErrors, 'entry.no-agreement')
  if (standing !== 'able') throw refuseWith(entryErrors, 'entry.agreement-over')
  refuseAbove(recorder.grade, entering.fields ?? [])
  return { scene, recorder }
}

function refuseAbove(grade: EntryGrade, fields: NonNullable<Entering['fields']>): void {
  const above = fields.filter(({ level }) => level > grade)
  if (above.length === 0) return
  const said = text('您的录入等级不足以填写此项', 'Your grade does not reach this field')
  throw refuseWith(entryErrors, 'entry.grade-low', { faults: above.map(({ name }) => ({ path: `body.values.${name}`, ...said })) })
}

async function recorderOf(kernel: Kernel, userId: string, tx?: Tx): Promise<RecorderRow | undefined> {
  const statement = { sql: 'SELECT * FROM entry_recorders WHERE live_key = ?', params: [userId] }
  const [row] = await unscoped<RecorderRow>(kernel.store, 'whether somebody may enter data is about themselves', statement, tx)
  return row
}
