import { type Fault, z } from '@liren/contract'
import { type Archive, type FieldValue, fieldOf, inputSchema, type Values } from '@liren/contract/archive/index'
import { reviewErrors } from '@liren/contract/capabilities/review'
import { faultsOf } from '../../engines/archive/checks.ts'
import { placesOf } from '../../engines/archive/place.ts'
import { type FileRow, textOf, valuesOf } from '../../engines/archive/row.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { proposeFace } from '../face/read.ts'
import { attachFiles } from '../file/read.ts'
import { type Changes, evidenceSubject, type NewLinkOf, type ReviewRow, sealChanges } from './row.ts'

export interface Proposal {
  /** Chosen before, where something about a new person was written first; a file that is made of it is called the same. */
  readonly id?: string | undefined
  readonly definition: Archive
  /** The file as it is; without it, a new one at this place. */
  readonly file?: FileRow | undefined
  readonly placeId: string
  readonly values: Values
  readonly source: string
  readonly note?: string | null | undefined
  readonly evidence?: readonly string[] | undefined
  readonly face?: { readonly id: string; readonly consentOn: string } | undefined
  /** What a new file is linked to once it is accepted. */
  readonly link?: NewLinkOf | undefined
}

type Proposer = Pick<RequestContext, 'tx' | 'emit' | 'now'> & { readonly principal: Pick<Principal, 'id'> }

/** Keeps a change until a second person has looked at it. What is wrong with it is told now, not to the reviewer. */
export async function proposeChange(kernel: Kernel, ctx: Proposer, proposal: Proposal): Promise<ReviewRow> {
  const { definition, file, face } = proposal
  const { tx, principal } = ctx
  const place = (await placesOf(kernel, [file?.place_id ?? proposal.placeId], tx)).get(file?.place_id ?? proposal.placeId)
  if (!place) throw refuse('not-found')
  const before: Values = file
    ? valuesOf(kernel, definition, file)
    : Object.fromEntries(Object.keys(definition.fields).map((name) => [name, null]))
  const given: Record<string, FieldValue> = { ...checkedValues(definition, proposal.values) }
  if (face) Object.assign(given, { face: [face.id], faceConsentOn: face.consentOn })
  const after = definition.derive({ ...before, ...given }, place)
  const changed = Object.keys(given).filter((name) => textOf(before[name] ?? null) !== textOf(given[name] ?? null))
  if (changed.length === 0) throw refuseWith(reviewErrors, 'review.nothing')
  const faults = await faultsOf(kernel, definition, after, changed, tx)
  if (faults.length > 0) throw refuse('request.invalid', { faults })
  const id = proposal.id ?? kernel.ids.next()
  const changes: Changes = Object.fromEntries(changed.map((name) => [name, { before: before[name] ?? null, after: given[name] ?? null }]))
  const evidence = [...new Set(proposal.evidence ?? [])]
  const row: ReviewRow = {
    ...{ id, place_id: place.id, place_path: place.path, archive: definition.name, file_id: file?.id ?? null },
    ...{
      state: 'pending',
      is_open: 1,
      source: proposal.source,
      fields: JSON.stringify(changed),
      changes_sealed: sealChanges(kernel, id, changes),
    },
    ...{ accepted: null, link: proposal.link ? JSON.stringify(proposal.link) : null, note: proposal.note ?? null, reason: null },
    ...{ evidence: evidence.length > 0 ? JSON.stringify(evidence) : null, has_face: face ? 1 : 0 },
    ...{ proposed_by: principal.id, proposed_at: ctx.now, decided_by: null, decided_at: null, version: 1 },
  }
  await insertOnce(kernel.store, 'reviews', { ...row }, tx)
  const uploads = [...evidence, ...filesIn(definition, changes)]
  const kept = { ids: uploads, ownerId: principal.id, subject: evidenceSubject, subjectId: id, placePath: place.path, level: 'L3' as const }
  if (!(await attachFiles(kernel, kept, tx))) throw refuseWith(reviewErrors, 'review.file-unknown')
  if (face && !(await proposeFace(kernel, { ...face, ownerId: principal.id, placePath: place.path }, tx)))
    throw refuseWith(reviewErrors, 'review.face-consent')
  await ctx.emit({
    name: 'review.proposed',
    subject: 'review',
    subjectId: id,
    payload: { archive: definition.name, placePath: place.path, fields: changed },
    live: { placePath: place.path, permission: 'review.read', userIds: [principal.id] },
  })
  return row
}

/** Uploads that are values themselves, e.g. a registered photo; a face is none of them. */
export const filesIn = (definition: Archive, changes: Changes): string[] =>
  Object.entries(changes).flatMap(([name, { before, after }]) =>
    name !== 'face' && fieldOf(definition, name).kind === 'files' && Array.isArray(after)
      ? (after as string[]).filter((id) => !(Array.isArray(before) ? (before as string[]) : []).includes(id))
      : [],
  )

/** Values as the forms of the archive take them; unknown, derived and malformed ones are told, all at once. */
function checkedValues(definition: Archive, values: Values): Values {
  const faults: Fault[] = []
  const checked: Record<string, FieldValue> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = definition.fields[name]
    const path = `body.values.${name}`
    if (!field || field.derived) {
      faults.push({ path, zh: '没有这一项，或不能填写', en: 'There is no such value, or nobody types it' })
      continue
    }
    if (value === null) {
      checked[name] = null
      continue
    }
    const read = z.safeParse(inputSchema(field), value)
    if (!read.success) faults.push({ path, zh: `${field.label.zh}填写有误`, en: `${field.label.en}: not in the right form` })
    else checked[name] = read.data as FieldValue
  }
  if (faults.length > 0) throw refuse('request.invalid', { faults })
  return checked
}

/** What waits about these files, for whoever stands before them: nobody collects twice what somebody is looking at. */
export async function openReviewsOf(kernel: Kernel, fileIds: readonly string[], tx?: Tx): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (fileIds.length === 0) return found
  const rows = await unscoped<Pick<ReviewRow, 'file_id' | 'fields'>>(
    kernel.store,
    'files that the asker was shown to reach',
    { sql: `SELECT file_id, fields FROM reviews WHERE is_open = 1 AND file_id IN (${fileIds.map(() => '?').join(', ')})`, params: fileIds },
    tx,
  )
  for (const row of rows) found.set(row.file_id ?? '', [...(found.get(row.file_id ?? '') ?? []), ...(JSON.parse(row.fields) as string[])])
  return found
}

/** New people who wait for their file at one of these places: only what a list shows of them. */
export async function newcomersAt(kernel: Kernel, placeIds: readonly string[], tx?: Tx): Promise<ReviewRow[]> {
  if (placeIds.length === 0) return []
  return unscoped<ReviewRow>(
    kernel.store,
    'houses that the asker was shown to reach',
    {
      sql: `SELECT * FROM reviews WHERE is_open = 1 AND file_id IS NULL AND place_id IN (${placeIds.map(() => '?').join(', ')}) ORDER BY id LIMIT 200`,
      params: placeIds,
    },
    tx,
  )
}

/** What somebody proposed about themselves, for whoever watches that it is answered in time. */
export async function ownProposal(kernel: Kernel, id: string, tx?: Tx): Promise<ReviewRow | undefined> {
  const why = 'a proposal about oneself is a right with a legal limit'
  const [row] = await unscoped<ReviewRow>(kernel.store, why, { sql: 'SELECT * FROM reviews WHERE id = ?', params: [id] }, tx)
  return row?.source === 'declared' && row.archive === 'person' && row.file_id !== null ? row : undefined
}
