import type { AnyEndpoint } from '@liren/contract'
import { internalsOf } from '../../src/kernel/store/internals.ts'
import { startTestApp, type TestApp } from '../app.ts'
import type { OpenTestStore } from '../stores.ts'
import { alarmStarts } from './alarms.ts'
import { archiveSubjects } from './archives.ts'
import { bookingSubjects } from './bookings.ts'
import { cameraSubjects } from './cameras.ts'
import { certificateStart, certificateSubjects } from './certificates.ts'
import { customSubjects } from './customs.ts'
import { datasetSubjects } from './datasets.ts'
import { duplicateStart, duplicateSubjects } from './duplicates.ts'
import { entrySubjects } from './entries.ts'
import { buildFacts } from './facts.ts'
import { firmwareSubjects } from './firmwares.ts'
import { hazardSubjects } from './hazards.ts'
import { housekeeperSubjects } from './housekeepers.ts'
import type { Scene } from './inputs.ts'
import { intakeSubjects } from './intakes.ts'
import { leaseSubjects } from './leases.ts'
import { lockSubjects } from './locks.ts'
import { merchantStarts } from './merchants.ts'
import { noticeStart, noticeSubjects } from './notices.ts'
import { passageSubjects } from './passages.ts'
import { buildPeople, type Person } from './people.ts'
import { reviewSubjects } from './reviews.ts'
import { buildRepairs, houseRows, placeRows, type Row, type repairStates, userRows } from './rows.ts'
import { subscriptionSubjects } from './subscriptions.ts'
import { supplyStart, supplySubjects } from './supply.ts'
import { upstreamSubjects } from './upstreams.ts'
import { visitSubjects } from './visits.ts'
import { workbookStarts } from './workbooks.ts'
import { workSubjects } from './works.ts'
import { zoneSubjects } from './zones.ts'

export interface Stage {
  readonly app: TestApp
  readonly scene: Scene
  readonly rows: readonly Row[]
  readonly endpoints: readonly AnyEndpoint[]
  /** What the last request changed: tables with at least one row, bookkeeping aside. */
  changed(): readonly string[]
}

class TakenBack extends Error {
  readonly answer: unknown
  constructor(answer: unknown) {
    super('taken back')
    this.answer = answer
  }
}

const bookkeeping = /^(audit_entries|idempotency_keys|outbox)$/

/** The whole house with everybody in it. Writes are answered as usual and then taken back, so that cells do not meet. */
export async function buildStage(open: OpenTestStore): Promise<Stage> {
  const app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
  const { places, people } = await buildPeople(app)
  const photos = new Map<string, string>()
  for (const person of people) if (person.token && !person.barred) photos.set(person.name, await app.photo(person.token))
  const made = await buildFacts(app, people, places, photos)
  const rows = [...made.rows, ...(await buildRepairs(app, people, places)), ...userRows(people), ...placeRows(places), ...houseRows(places)]
  await stepUp(app, people)
  // what the house believes of sessions without looking again is now older than that
  await app.clock.advance(3_000)
  const changed = takeBackWrites(app)
  const { limiter } = app.kernel
  Object.assign(limiter, { take: async () => ({ allowed: true, remaining: 1, retryAfter: 0 }) })
  const endpoints = [...app.house.registry.values()].map((route) => route.endpoint)
  return { app, scene: { places, people, photos, facts: made.facts }, rows, endpoints, changed }
}

/** Everybody has just given the second proof, but those who have not. */
export async function stepUp({ kernel }: TestApp, people: readonly Person[]): Promise<void> {
  await kernel.store.run('UPDATE sessions SET stepped_up_at = ?', [kernel.clock.now()])
  for (const person of people.filter((candidate) => candidate.notSteppedUp))
    await kernel.store.run('UPDATE sessions SET stepped_up_at = NULL WHERE user_id = ?', [person.id])
}

/** Runs every transaction to its end and rolls it back, noting what it would have changed. */
function takeBackWrites({ kernel: { store } }: TestApp): () => readonly string[] {
  let tables: string[] = []
  const note = (sql: string, count: number) => {
    const table = /^\s*(?:insert(?: ignore)? into|update|delete from)\s+(\w+)/i.exec(sql)?.[1]
    if (count > 0 && table && !bookkeeping.test(table)) tables.push(table)
  }
  const real = { tx: store.tx.bind(store), run: store.run.bind(store), later: store.later.bind(store) }
  // what is inserted once goes past `run`
  const internals = internalsOf(store)
  const { change } = internals
  Object.assign(internals, {
    change: async (sql: string, ...rest: [never, never]) => {
      const changed = await change(sql, ...rest)
      note(sql, changed.count)
      return changed
    },
  })
  Object.assign(store, {
    run: async (sql: string, ...rest: [never, never]) => {
      const count = await real.run(sql, ...rest)
      note(sql, count)
      return count
    },
    // sent before the commit, or the whole is undone
    later: (sql: string, ...rest: [never, never, never]) => {
      note(sql, 1)
      return real.later(sql, ...rest)
    },
    tx: async (work: Parameters<typeof store.tx>[0]) => {
      tables = []
      try {
        return await real.tx(async (tx) => {
          throw new TakenBack(await work(tx))
        })
      } catch (error) {
        if (error instanceof TakenBack) return error.answer
        tables = []
        throw error
      }
    },
  })
  return () => tables
}

/** Which rows a surface is asked about, by its path; for an action, those in a state that it starts from. */
const subjects: readonly (readonly [path: RegExp, kind: string])[] = [
  ...archiveSubjects,
  ...reviewSubjects,
  ...visitSubjects,
  ...duplicateSubjects,
  ...passageSubjects,
  ...workSubjects,
  ...certificateSubjects,
  ...subscriptionSubjects,
  ...housekeeperSubjects,
  ...noticeSubjects,
  ...zoneSubjects,
  ...hazardSubjects,
  ...cameraSubjects,
  ...entrySubjects,
  ...leaseSubjects,
  ...supplySubjects,
  ...bookingSubjects,
  ...upstreamSubjects,
  ...customSubjects,
  ...datasetSubjects,
  ...intakeSubjects,
  ...firmwareSubjects,
  ...lockSubjects,
  [/^\/api\/retention\/holds\/:id/, 'hold'],
  [/^\/api\/merchants\/:id/, 'merchant'],
  [/^\/api\/merchant-orders\/:id/, 'merchant-order'],
  [/^\/api\/repairs\/:id/, 'repair'],
  [/^\/api\/(users|access\/:kind)\/:id/, 'user'],
  [/^\/api\/(places|map\/buildings|map\/model)\/:id/, 'place'],
  [/^\/api\/map\/features\/:id/, 'drawing'],
  [/^\/api\/map\/overlays\/:id/, 'overlay'],
  [/^\/api\/map\/meshes\/:id/, 'mesh'],
  [/^\/api\/map\/stage-entries\/:id/, 'stage-entry'],
  [/^\/api\/households\/:houseId\/members\/:id/, 'member'],
  [/^\/api\/households\/:houseId\/contacts\/:id/, 'contact'],
  [/^\/api\/households\/:houseId/, 'house'],
  [/^\/api\/households\/claims\/:id/, 'claim'],
  [/^\/api\/households\/invitations\/:id/, 'invitation'],
  [/^\/api\/files\/:id/, 'file'],
  [/^\/api\/sessions\/:id/, 'session'],
  [/^\/api\/alarms\/:id/, 'alarm'],
  [/^\/api\/rules\/:id/, 'rule'],
  [/^\/api\/streams\/:id/, 'stream'],
  [/^\/api\/devices\/:id/, 'device'],
  [/^\/api\/device-commands\/:id/, 'device-command'],
  [/^\/api\/device-groups\/:id/, 'device-group'],
  [/^\/api\/bridge\/jobs\/:id/, 'edge-job'],
  [/^\/api\/departments\/:id/, 'department'],
  [/^\/api\/rights\/requests\/:id/, 'rights'],
  [/^\/api\/workbooks\/imports\/:id/, 'workbook-import'],
  [/^\/api\/workbooks\/exports\/:id/, 'workbook-export'],
  [/^\/api\/shares\/:id/, 'share'],
]

export function rowsFor(endpoint: AnyEndpoint, rows: readonly Row[]): readonly Row[] {
  const kind = subjects.find(([path]) => path.test(endpoint.path))?.[1]
  const state = stateFor(kind, endpoint)
  const only = narrowed[endpoint.id]
  return rows.filter(
    (row) => row.kind === kind && (state === undefined || row.state === state) && (only === undefined || only.includes(row.key)),
  )
}

function stateFor(kind: string | undefined, endpoint: AnyEndpoint): string | undefined {
  if (kind === 'repair') return startsFrom[endpoint.id.replace('repair.', '')] ?? 'submitted'
  if (kind === 'supply') return endpoint.id.includes('.read') || endpoint.id === 'supply.own' ? undefined : supplyStart(endpoint.id)
  if (kind === 'merchant-order') return merchantStarts[endpoint.id] ?? 'placed'
  if (kind === 'notice-draft') return noticeStart(endpoint.id)
  if (kind === 'workbook-import') return workbookStarts[endpoint.id] ?? 'checked'
  if (kind === 'alarm') return alarmStarts[endpoint.id] ?? 'raised'
  if (kind === 'duplicate') return duplicateStart(endpoint.id)
  if (kind === 'rollout') return { 'firmware.resume': 'paused' }[endpoint.id] ?? 'running'
  if (kind === 'custom-field') return endpoint.id === 'custom.restore' ? 'withdrawn' : 'active'
  if (kind === 'certificate') return certificateStart(endpoint.id)
  if (kind === 'device')
    return { 'device.activate': 'registered', 'device.remove': 'registered', 'device.resume': 'maintaining' }[endpoint.id] ?? 'active'
  return undefined
}

/** Surfaces that mean something for some rows only: floors and flats are a building's, an assignment is one worker's. */
const narrowed: Readonly<Record<string, readonly string[]>> = {
  'place.matrix': ['building'],
  'map.building': ['building'],
  ...Object.fromEntries(
    ['stage-entries', 'stage-counts', 'add-stage-entry', 'ifc-model', 'preview-ifc', 'import-ifc'].map((name) => [
      `map.${name}`,
      ['building'],
    ]),
  ),
  'role.unassign': ['worker'],
}

const startsFrom: Readonly<Record<string, (typeof repairStates)[number]>> = {
  accept: 'dispatched',
  decline: 'dispatched',
  transfer: 'accepted',
  arrive: 'accepted',
  pause: 'handling',
  resume: 'paused',
  finish: 'handling',
  confirm: 'finished',
  rate: 'closed',
  reopen: 'closed',
  resubmit: 'returned',
  contact: 'accepted',
  colleagues: 'accepted',
}
