import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import { unscoped } from '../../src/kernel/store/scope.ts'
import type { TestApp } from '../app.ts'
import { alarms } from './alarms.ts'
import { archiveRows } from './archives.ts'
import { bookingRows } from './bookings.ts'
import { cameraRows } from './cameras.ts'
import { rightsRows } from './care.ts'
import { certificateRows } from './certificates.ts'
import { customRows } from './customs.ts'
import { datasetRows } from './datasets.ts'
import { drawings, meshes, overlays, stageEntries } from './drawings.ts'
import { duplicateRows } from './duplicates.ts'
import { entryRows } from './entries.ts'
import { firmwareRows } from './firmwares.ts'
import { hazardRows } from './hazards.ts'
import { holdRows } from './holds.ts'
import { housekeeperRows } from './housekeepers.ts'
import { intakeRows } from './intakes.ts'
import { leaseRows } from './leases.ts'
import { lockRows } from './locks.ts'
import { merchants } from './merchants.ts'
import { noticeRows } from './notices.ts'
import { passageRows } from './passages.ts'
import { guestPhone, type Person, type Places } from './people.ts'
import { reviewRows } from './reviews.ts'
import { roleBody } from './role-body.ts'
import type { Row } from './rows.ts'
import { ruleRows } from './rules.ts'
import { shareRows } from './shares.ts'
import { subscriptionRows } from './subscriptions.ts'
import { supplyRows } from './supply.ts'
import { upstreamRows } from './upstreams.ts'
import { visitRows } from './visits.ts'
import { workbooks } from './workbooks.ts'
import { workRows } from './works.ts'
import { zoneRows } from './zones.ts'

/** Single things that requests name: an id or a code, and the version that a change has to know. */
export type Facts = Readonly<Record<string, { readonly id: string; readonly version: number }>>

interface Made {
  readonly rows: Row[]
  readonly facts: Facts
}

const blank = { ownerId: undefined, home: undefined, handlerId: undefined, isPublic: false, state: '', version: 1 }

/** Everything besides repairs that surfaces are about, made through the interface by those who may. */
export async function buildFacts(
  app: TestApp,
  people: readonly Person[],
  places: Places,
  photos: ReadonlyMap<string, string>,
): Promise<Made> {
  const who = (name: string) => people.find((person) => person.name === name) as Person
  const ask = async <T = { id: string; version: number }>(name: string, method: string, path: string, body?: object): Promise<T> => {
    const answer = await app.call<T>(method, path, { token: who(name).token, body })
    if (answer.status >= 300) throw new Error(`${name} ${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  const rows: Row[] = [...files(people, photos), ...(await sessions(app, people))]
  rows.push(...(await households(ask, who, places, photos)))
  rows.push(...(await devices(app, places)))
  rows.push(...(await certificateRows(app, blank, rows, places)))
  rows.push(...(await lockRows(app, blank, rows, places)))
  const traded = await merchants(app, blank, people, places)
  rows.push(...traded.rows)
  const served = await housekeeperRows(app, blank, people, places)
  rows.push(...served.rows)
  const raised = await alarms(app, blank, places)
  rows.push(...raised.rows)
  rows.push(...(await drawings(ask, blank, places)), ...(await overlays(app, who, blank, places)))
  rows.push(...(await meshes(app, who, blank, places)), ...(await stageEntries(ask, blank, places)))
  rows.push(...(await ruleRows(app, blank, places)))
  rows.push(...(await subscriptionRows(app, blank, places)))
  for (const [key, place] of Object.entries({ fl: places.estate, hd: places.far })) {
    const made = await ask('system-admin', 'POST', '/api/departments', { name: `CANARY.department.${key}.`, placeId: place.id })
    rows.push({ ...blank, kind: 'department', key, ...of(made), path: place.path, estate: '/' })
  }
  rows.push(...(await rightsRows(app, blank, people, places)))
  rows.push(...(await workbooks(app, blank, places, who)))
  const kept = await archiveRows(ask, places)
  rows.push(...kept.rows)
  rows.push(
    ...(await reviewRows(app, blank, kept, { fl: who('grid-worker').id, fl2: who('grid-worker').id, hd: who('far-manager').id }, places)),
  )
  rows.push(...(await visitRows(app, blank, { fl: who('grid-worker').id, fl2: who('grid-worker').id, hd: who('far-officer').id }, places)))
  rows.push(...(await customRows(app, blank, places)))
  rows.push(...(await datasetRows(app, blank, places)))
  rows.push(...(await intakeRows(app, blank, places)))
  const reserved = await bookingRows(app, blank, people, places)
  rows.push(...reserved.rows)
  rows.push(...(await noticeRows(app, blank, places)))
  rows.push(...(await leaseRows(app, blank, people, places)))
  rows.push(...(await supplyRows(app, blank, people, places)))
  rows.push(...(await upstreamRows(app, blank, people, places)))
  const doubled = await duplicateRows(app, blank, ask, places)
  rows.push(...doubled.rows)
  rows.push(...(await holdRows(app, blank, kept, places)))
  rows.push(...(await shareRows(app, blank, kept.facts, places, who)))
  rows.push(...(await passageRows(app, blank, kept, places)))
  rows.push(...(await zoneRows(app, blank, places)))
  rows.push(...(await hazardRows(app, blank, places)))
  rows.push(...(await cameraRows(app, blank, places)))
  const entered = await entryRows(app, blank, places)
  rows.push(...entered.rows)
  rows.push(...(await workRows(app, blank, places)))
  const updated = await firmwareRows(app, ask, blank, places)
  rows.push(...updated.rows)
  return {
    rows,
    facts: {
      ...(await singles(app, ask, who)),
      ...doubled.facts,
      ...kept.facts,
      ...raised.facts,
      ...traded.facts,
      ...reserved.facts,
      ...served.facts,
      ...entered.facts,
      ...updated.facts,
    },
  }
}

type AskAs = <T = { id: string; version: number }>(name: string, method: string, path: string, body?: object) => Promise<T>
type Who = (name: string) => Person

const files = (people: readonly Person[], photos: ReadonlyMap<string, string>): Row[] =>
  ['owner', 'worker', 'far-owner', 'manager'].map((name) => {
    const person = people.find((candidate) => candidate.name === name) as Person
    return { ...blank, kind: 'file', key: name, id: photos.get(name) as string, path: '/', estate: '/', ownerId: person.id }
  })

async function sessions(app: TestApp, people: readonly Person[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const name of ['owner', 'manager']) {
    const person = people.find((candidate) => candidate.name === name) as Person
    await app.tokenOf(person.id, person.end)
    const [session] = await app.kernel.store.rows<{ id: string }>('SELECT id FROM sessions WHERE user_id = ? ORDER BY id DESC LIMIT 1', [
      person.id,
    ])
    rows.push({ ...blank, kind: 'session', key: name, id: session?.id ?? '', path: '/', estate: '/', ownerId: person.id })
  }
  return rows
}

/** Requests to belong to a house, invitations into one, members and reserved telephone numbers, at each estate. */
async function households(ask: AskAs, who: Who, { at }: Places, photos: ReadonlyMap<string, string>): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, claimer, house] of [
    ['fl', 'guest', at.fl.next],
    ['fl2', 'former-tenant', at.fl2.next],
    ['hd', 'former-manager', at.hd.next],
  ] as const) {
    const body = { houseId: house.id, by: 'proof', relation: 'family', name: `CANARY.claim.${key}.`, proofs: [photos.get(claimer)] }
    const claim = await ask(claimer, 'POST', '/api/households/claims', body)
    const { id, version } = claim
    rows.push({ ...blank, kind: 'claim', key, id, version, path: house.path, estate: house.path, ownerId: who(claimer).id })
  }
  const invitation = { name: `CANARY.invitation.fl.`, phone: guestPhone, relation: 'family' }
  const { id, version } = await ask('owner', 'POST', `/api/households/${at.fl.first.id}/members`, invitation)
  rows.push({
    ...blank,
    kind: 'invitation',
    key: 'fl',
    id,
    version,
    path: at.fl.first.path,
    estate: '/',
    home: at.fl.first.path,
    ownerId: who('guest').id,
  })
  for (const [key, keeper, house] of [
    ['fl', 'owner', at.fl.first],
    ['hd', 'far-owner', at.hd.first],
  ] as const) {
    type Member = { id: string; userId: string; version: number; relation: string; state: string }
    const { items } = await ask<{ items: Member[] }>(keeper, 'GET', `/api/households/${house.id}/members`)
    for (const member of items.filter((item) => item.state === 'active' && item.relation !== 'owner'))
      rows.push({
        ...blank,
        kind: 'member',
        key: `${key}-${member.relation}`,
        ...of(member),
        path: house.path,
        estate: '/',
        home: house.path,
        ownerId: member.userId,
      })
  }
  for (const [key, manager, house] of [
    ['fl', 'manager', at.fl.first],
    ['hd', 'far-manager', at.hd.first],
  ] as const) {
    const contact = await ask(manager, 'POST', `/api/households/${house.id}/contacts`, {
      name: `CANARY.contact.${key}.`,
      phone: '10000008001',
      relation: 'family',
    })
    rows.push({ ...blank, kind: 'contact', key, ...of(contact), path: house.path, estate: '/' })
  }
  return rows
}

const of = ({ id, version }: { id: string; version?: number }) => ({ id, version: version ?? 1 })

/** At each estate a lamp in every stage that something may be done from, a command that waits for it, and a group. */
async function devices({ kernel }: TestApp, { estate, second, far }: Places): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  const [lamp] = await kernel.store.rows<{ id: string }>("SELECT id FROM products WHERE code = 'street-lamp'")
  const bridge = { id: kernel.ids.next(), code: 'matrix-bridge', name: '矩阵网桥', public_key: kernel.crypto.generateKeyPair().publicKey }
  await insertOnce(kernel.store, 'bridges', { ...bridge, batch_digest: '', created_at: now })
  // A second one through which no device speaks: devices move to it, and it may be taken away.
  const spare = { ...bridge, id: kernel.ids.next(), code: 'matrix-spare', batch_digest: '', created_at: now }
  await insertOnce(kernel.store, 'bridges', spare)
  for (const [key, place] of Object.entries({ fl: estate, fl2: second, hd: far })) {
    const placed = { place_id: place.id, place_path: place.path }
    const row = (kind: string, id: string, state = '') =>
      rows.push({ ...blank, kind, key, id, state, path: place.path, estate: place.path })
    for (const stage of ['active', 'registered', 'maintaining']) {
      const id = kernel.ids.next()
      const code = stage === 'active' ? `m-${key}` : `m-${key}-${stage}`
      const known = { product_id: lamp?.id ?? '', kind: 'lamp', manufacturer: '矩阵', installed_on: '2026-01-01', stage, protocol: 'mqtt' }
      const reached = { bridge_id: stage === 'registered' ? null : bridge.id }
      const made = { id, code, name: `CANARY.device.${key}.`, ...known, ...reached, ...placed, state: '{}', created_at: now }
      await insertOnce(kernel.store, 'devices', made)
      row('device', id, stage)
      if (stage === 'active') row('device-command', await waitingCommand(kernel, { id, code, ...placed }, bridge.id, rows.length))
    }
    const group = { id: kernel.ids.next(), name: `CANARY.device.${key}.`, description: '', ...placed, created_at: now }
    await insertOnce(kernel.store, 'device_groups', group)
    row('device-group', group.id)
    const job = {
      id: kernel.ids.next(),
      bridge_id: bridge.id,
      place_path: place.path,
      kind: 'lines.count',
      device_count: 1,
      state: 'waiting',
    }
    const lasting = { issued_at: now, expires_at: now + 365 * 86_400_000, ends_at: now + 365 * 86_400_000 }
    const whole = { content: `{"devices":["m-${key}"],"minutes":5}`, limit_ms: 1000, limit_readings: 1000, asked_name: '矩阵' }
    await insertOnce(kernel.store, 'edge_jobs', { ...job, ...whole, ...lasting, sequence: 1000 + rows.length })
    row('edge-job', job.id)
  }
  return rows
}

async function waitingCommand(
  kernel: TestApp['kernel'],
  device: { id: string; code: string; place_path: string },
  bridgeId: string,
  n: number,
) {
  const id = kernel.ids.next()
  const now = kernel.clock.now()
  await insertOnce(kernel.store, 'device_commands', {
    ...{ id, device_id: device.id, device_code: device.code, bridge_id: bridgeId, place_path: device.place_path, name: 'device.identify' },
    ...{
      content: kernel.sealer.seal('{}', { table: 'device_commands', column: 'content', row: id }),
      sequence: 1000 + n,
      state: 'waiting',
    },
    ...{ is_dangerous: 0, asked_kind: 'house', asked_name: '矩阵', issued_at: now, expires_at: now + 365 * 86_400_000 },
  })
  return id
}

async function singles(app: TestApp, ask: AskAs, who: Who): Promise<Facts> {
  const { kernel } = app
  const facts: Record<string, { id: string; version: number }> = {}
  const keep = (name: string, made: { id: string; version?: number }) => {
    facts[name] = of(made)
  }
  const admin = 'system-admin'
  keep('role', await ask(admin, 'POST', '/api/roles', roleBody('矩阵角色')))

  keep('public-key', { id: kernel.crypto.generateKeyPair().publicKey })
  const partner = { name: '矩阵伙伴', owner: '矩阵', publicKey: facts['public-key']?.id, groups: ['repair'], perSecond: 5 }
  keep('partner', await ask(admin, 'POST', '/api/partners', partner))
  // one that both auditors reach
  const entries = await ask<{ items: { id: string }[] }>('far-auditor', 'GET', '/api/audit/entries?limit=1')
  keep('entry', entries.items[0] as { id: string })
  const [lamp] = await kernel.store.rows<{ id: string }>("SELECT id FROM products WHERE code = 'street-lamp'")
  keep('lamp', lamp ?? { id: '' })
  const found = { id: kernel.ids.next(), code: 'matrix-found', name: 'matrix-found', kind: 'unknown', place_path: '/', state: '{}' }
  await insertOnce(kernel.store, 'devices', { ...found, created_at: kernel.clock.now() })
  keep('found-device', found)
  keep('product', await ask(admin, 'POST', '/api/products', meterProduct))
  const event = kernel.ids.next()
  await insertOnce(kernel.store, 'outbox', {
    id: event,
    name: 'matrix.dead',
    subject: 'x',
    subject_id: 'x',
    payload: '{}',
    state: 'dead',
    created_at: kernel.clock.now(),
  })
  keep('event', { id: event })
  const saved = { id: kernel.ids.next(), kind: 'full', state: 'done', phase: 'done', origin: 'hand', name: 'liren-matrix' }
  await insertOnce(kernel.store, 'backups', { ...saved, created_at: kernel.clock.now() })
  keep('backup', saved)
  const gap = {
    id: kernel.ids.next(),
    from_at: kernel.clock.now() - 120_000,
    to_at: kernel.clock.now() - 60_000,
    cause: 'stopped',
    failing: '',
  }
  await insertOnce(kernel.store, 'outages', { ...gap, version: 1 })
  keep('outage', gap)
  const window = { id: kernel.ids.next(), from_at: Date.parse('2030-02-01T02:00:00Z'), until_at: Date.parse('2030-02-01T04:00:00Z') }
  const announced = { reason: '系统更新', announced_by: who('system-admin').id, announced_at: kernel.clock.now() }
  await insertOnce(kernel.store, 'maintenances', { ...window, ...announced, version: 1 })
  keep('maintenance', window)
  const asked = { reason: '配合户籍核对', days: 3, state: 'waiting', asked_at: kernel.clock.now() }
  for (const [name, path, asker] of [
    ['egress-request', '/jl/', 'manager'],
    ['egress-request-far', who('far-officer').posts[0]?.path ?? '/', 'far-system-admin'],
  ] as const) {
    const leaving = { id: kernel.ids.next(), kind: 'workbook', target_id: 'desks', target_name: '办公终端', place_path: path }
    await insertOnce(kernel.store, 'egress_requests', { ...leaving, subject: 'person', clearance: 'L4', asked_by: who(asker).id, ...asked })
    keep(name, leaving)
  }
  const medium = { code: 'MATRIX-1', kind: 'disk', contentClass: 'backup', holder: '信息科', keptAt: '机房' }
  keep('medium', await ask(admin, 'POST', '/api/backup-media', medium))
  keep('user', { id: who('manager').id })
  const guard = await ask<{ items: { id: string; code: string }[] }>(admin, 'GET', '/api/roles?limit=100')
  keep('guard-role', { id: guard.items.find((role) => role.code === 'guard')?.id ?? '' })
  const [assignment] = await unscoped<{ id: string }>(kernel.store, 'the matrix sets its scene', {
    sql: 'SELECT id FROM role_assignments WHERE subject_id = ?',
    params: [who('worker').id],
  })
  keep('assignment', assignment ?? { id: '' })
  for (const kind of ['audit.review', 'user.review']) await ask(admin, 'POST', `/api/jobs/${kind}/run`)
  await app.work()
  type Reviews = { items: { id: string; version: number }[] }
  keep('log-review', (await ask<Reviews>('auditor', 'GET', '/api/audit/reviews')).items[0] ?? { id: '' })
  keep('account-review', (await ask<Reviews>('security-admin', 'GET', '/api/account-reviews')).items[0] ?? { id: '' })
  await kernel.store.run("UPDATE users SET persona = 'resident' WHERE id = ?", [who('owner').id])
  return facts
}

const meterProduct = {
  ...{ code: 'matrix-meter', name: '矩阵电表', category: 'metering', kind: 'meter', protocol: 'modbus', manufacturer: '矩阵', model: 'M1' },
  ...{ grade: 'low', presence: 'mains', silenceSeconds: null, maintenanceDays: null, checklist: {} },
  thing: {
    properties: [],
    events: [],
    services: [{ code: 'device.identify', text: { zh: '点名', en: '' }, params: [], isDangerous: false, ttlSeconds: 30 }],
  },
}
