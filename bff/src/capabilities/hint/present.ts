import { type Hint, type HintSummary, hintModelSpec } from '@liren/contract/capabilities/hint'
import { orgArchive } from '@liren/contract/capabilities/org'
import { personArchive } from '@liren/contract/capabilities/person'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { shown } from '../../engines/archive/present.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { listColumns, listSource, type Placed, peopleById, plateOf, presentPassages } from '../passage/read.ts'
import { placesById } from '../place/read.ts'
import type { HintRow } from './row.ts'

const why = 'what hints rest on that the asker was shown to reach'
const instant = (at: number | null): string | null => (at === null ? null : iso(Number(at)))
const list = (json: string): string[] => JSON.parse(json) as string[]

async function passagesById(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, Placed>> {
  if (ids.length === 0) return new Map()
  const some = among('p.id', ids)
  const statement = { sql: `SELECT ${listColumns} FROM ${listSource} WHERE ${some.sql}`, params: some.params }
  return new Map((await unscoped<Placed>(kernel.store, why, statement, tx)).map((row) => [row.id, row]))
}

async function namesOfPlaces(kernel: Kernel, paths: readonly string[], tx?: Tx): Promise<Map<string, { id: string; name: string }>> {
  const some = among('path', [...new Set(paths)])
  const rows = await kernel.store.rows<{ id: string; path: string; full_name: string }>(
    `SELECT id, path, full_name FROM places WHERE ${some.sql}`,
    some.params,
    tx,
  )
  return new Map(rows.map(({ id, path, full_name }) => [path, { id, name: full_name.split(' · ').slice(3).join(' · ') }]))
}

async function namesOfOrgs(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const some = among('id', ids)
  const rows = await unscoped<{ id: string; name: string }>(
    kernel.store,
    why,
    { sql: `SELECT id, name FROM ${orgArchive.table} WHERE ${some.sql}`, params: some.params },
    tx,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function namesOfGrids(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map([...(await placesById(kernel, ids, tx)).values()].map(({ id, name }) => [id, name]))
}

/** Hints as this viewer may see them: names and plates by the rules of their files. A few statements for any number. */
export async function presentSummaries(kernel: Kernel, viewer: Principal, rows: readonly HintRow[], tx?: Tx): Promise<HintSummary[]> {
  const ids = (subject: HintRow['subject']) => rows.filter((row) => row.subject === subject).flatMap(({ subject_id }) => subject_id ?? [])
  const first = (row: HintRow) => list(row.passage_ids)[0]
  const people = await peopleById(kernel, ids('person'), tx)
  const passages = await passagesById(
    kernel,
    rows.filter(({ subject }) => subject === 'vehicle').flatMap((row) => first(row) ?? []),
    tx,
  )
  const orgs = await namesOfOrgs(kernel, ids('org'), tx)
  const places = await namesOfPlaces(
    kernel,
    rows.map(({ place_path }) => place_path),
    tx,
  )
  const grids = await namesOfGrids(kernel, ids('grid'), tx)
  const workers = await namesOf(
    kernel,
    rows.flatMap(({ worker_id }) => worker_id ?? []),
    tx,
  )
  const judges = (row: HintRow) =>
    row.state === 'raised' &&
    viewer.grants.some(
      ({ permission, range, placePath }) => permission === 'hint.judge' && range === 'place' && row.place_path.startsWith(placePath),
    )
  return rows.map((row) => {
    const person = row.subject === 'person' ? people.get(row.subject_id ?? '') : undefined
    const passage = passages.get(first(row) ?? '')
    const plate = passage ? plateOf(kernel, passage) : null
    const name = person
      ? shown(viewer, personArchive, valuesOf(kernel, personArchive, person, ['name'])).values.name
      : (orgs.get(row.subject_id ?? '') ?? grids.get(row.subject_id ?? ''))
    const spec = hintModelSpec(row.model)
    return {
      ...{ id: row.id, model: row.model, title: spec.text, state: row.state },
      ...{ place: places.get(row.place_path)?.name ?? '', placeId: places.get(row.place_path)?.id ?? null },
      subject: {
        ...{ kind: row.subject, id: row.subject_id, name: name == null ? null : String(name) },
        plate: plate === null ? null : String(shown(viewer, vehicleArchive, { plate }).values.plate ?? '***'),
      },
      ...{ confidence: Number(row.confidence), task: row.task, dueOn: row.due_on, isRestricted: Number(row.is_restricted) === 1 },
      worker: row.worker_id === null ? null : { id: row.worker_id, name: workers.get(row.worker_id) ?? '' },
      ...{ raisedAt: iso(Number(row.raised_at)), clearedAt: instant(row.cleared_at), version: Number(row.version) },
      can: judges(row) ? ['confirm', 'reject'] : [],
    }
  })
}

interface EntryRow {
  readonly action: Hint['timeline'][number]['action']
  readonly actor_id: string | null
  readonly note: string | null
  readonly at: number
}

/** One hint with its rule, its figures, and the records behind it. */
export async function presentHint(kernel: Kernel, viewer: Principal, row: HintRow, now: number, tx?: Tx): Promise<Hint> {
  const [summary] = await presentSummaries(kernel, viewer, [row], tx)
  const passages = [...(await passagesById(kernel, list(row.passage_ids).slice(0, 50), tx)).values()].sort(
    (a, b) => Number(b.passed_at) - Number(a.passed_at),
  )
  const entries = await kernel.store.rows<EntryRow>(
    'SELECT action, actor_id, note, at FROM hint_entries WHERE hint_id = ? ORDER BY id',
    [row.id],
    tx,
  )
  const names = await namesOf(
    kernel,
    [...entries.flatMap(({ actor_id }) => actor_id ?? []), ...(row.decided_by ? [row.decided_by] : [])],
    tx,
  )
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return {
    ...(summary as HintSummary),
    ...{ rule: hintModelSpec(row.model).rule, modelVersion: row.model_version, params: JSON.parse(row.params) as Record<string, number> },
    facts: JSON.parse(row.facts) as Hint['facts'],
    passages: await presentPassages(kernel, viewer, passages, now, tx),
    records: JSON.parse(row.records) as Hint['records'],
    visitId: row.visit_id,
    decision: row.decided_at === null ? null : { by: nameOf(row.decided_by), at: iso(Number(row.decided_at)), note: row.decision_note },
    timeline: entries.map(({ action, actor_id, note, at }) => ({ at: iso(Number(at)), action, actor: nameOf(actor_id), note })),
  }
}
