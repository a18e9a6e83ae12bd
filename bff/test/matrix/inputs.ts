import type { AnyEndpoint, z } from '@liren/contract'
import { siteItems } from '@liren/contract/capabilities/backup'
import { inlineSchema, type Json } from '../../src/kernel/openapi/schemas.ts'
import { archiveInputs } from './archives.ts'
import { bookingInputs } from './bookings.ts'
import { cameraInputs } from './cameras.ts'
import { catalogueInputs } from './catalogues.ts'
import { certificateInputs } from './certificates.ts'
import { customInputs } from './customs.ts'
import { datasetInputs } from './datasets.ts'
import { duplicateInputs } from './duplicates.ts'
import { entryInputs } from './entries.ts'
import type { Facts } from './facts.ts'
import { firmwareInputs } from './firmwares.ts'
import { hazardInputs } from './hazards.ts'
import { holdInputs } from './holds.ts'
import { intakeInputs } from './intakes.ts'
import { leaseInputs } from './leases.ts'
import { noticeInputs } from './notices.ts'
import { passageInputs } from './passages.ts'
import { estateOf, type Person, type Places } from './people.ts'
import { reviewInputs } from './reviews.ts'
import { roleBody } from './role-body.ts'
import { missingId, type Row } from './rows.ts'
import { plainRule } from './rules.ts'
import { shareInputs } from './shares.ts'
import { subscriptionInputs } from './subscriptions.ts'
import { supplyInputs } from './supply.ts'
import { upstreamInputs } from './upstreams.ts'
import { visitInputs } from './visits.ts'
import { workInputs } from './works.ts'
import { zoneInputs } from './zones.ts'

export interface Request {
  readonly path: string
  readonly body: unknown
}

export interface Scene {
  readonly places: Places
  readonly people: readonly Person[]
  /** Files that may become proof of work, by the name of who uploaded them. */
  readonly photos: ReadonlyMap<string, string>
  readonly facts: Facts
}

type Over = (scene: Scene, person: Person, row: Row | undefined) => Record<string, unknown>

const idOf = (scene: Scene, name: string) => scene.people.find((person) => person.name === name)?.id ?? missingId

/** What the general rules below cannot know: a worker fit for this estate, a word that is free, a photo of one's own. */
const over: Readonly<Record<string, Over>> = {
  ...archiveInputs,
  ...reviewInputs,
  ...visitInputs,
  ...leaseInputs,
  ...supplyInputs,
  ...noticeInputs,
  ...bookingInputs,
  ...upstreamInputs,
  ...customInputs,
  ...datasetInputs,
  ...intakeInputs,
  ...duplicateInputs,
  ...passageInputs,
  ...holdInputs,
  ...catalogueInputs,
  ...shareInputs,
  ...certificateInputs,
  ...subscriptionInputs,
  ...zoneInputs,
  ...hazardInputs,
  ...cameraInputs,
  ...entryInputs,
  ...workInputs,
  ...firmwareInputs,
  'alarm.handle': () => ({ photos: [] }),
  'alarm.merge': ({ facts }, _person, row) => ({ rootId: facts[`alarm-root-${row?.key}`]?.id ?? missingId }),
  'alarm.note': () => ({ photos: [] }),
  'alarm.shelve': () => ({ until: '2026-03-03T00:00:00.000Z' }),
  'api.update': () => ({ id: 'repair.list', version: 0 }),
  'api.save-group': () => ({ code: 'repair', version: 0 }),
  'api.create-partner': ({ facts }) => ({ publicKey: facts['public-key']?.id, groups: ['repair'] }),
  'api.update-partner': ({ facts }) => fact(facts, 'partner'),
  'app.shelve': ({ places }, person) => ({ code: 'repair', placeId: estateOf(places, person).id, end: 'resident', version: 0 }),
  'audit.conclude-review': ({ facts }) => fact(facts, 'log-review'),
  'audit.get': ({ facts }) => fact(facts, 'entry'),
  'audit.set-policy': ({ facts }) => ({ userId: facts.user?.id, reads: true }),
  'availability.explain': ({ facts }) => ({ ...fact(facts, 'outage'), kind: 'power' }),
  'availability.cancel': ({ facts }) => fact(facts, 'maintenance'),
  'availability.announce': () => ({ from: '2030-01-01T02:00:00.000Z', until: '2030-01-01T04:00:00.000Z' }),
  'backup.verify': ({ facts }) => fact(facts, 'backup'),
  'backup.set-policy': () => ({ time: '02:30', fullDays: 7, version: 1 }),
  'backup.register-medium': () => ({ code: 'MATRIX-2' }),
  'backup.change-medium': ({ facts }) => ({ ...fact(facts, 'medium'), holder: '档案室', backupId: undefined }),
  'backup.destroy-medium': ({ facts, photos }, person) => ({ ...fact(facts, 'medium'), proofId: photos.get(person.name) ?? missingId }),
  'backup.record-drill': () => ({ commandAt: '2026-01-01T00:00:00.000Z', readyAt: null }),
  'backup.record-site-check': () => ({ items: Object.keys(siteItems).map((item) => ({ item, state: 'met', note: '' })) }),
  'bridge.receive': () => ({ payload: '{}' }),
  'bridge.save-bridge': ({ facts }) => ({ publicKey: facts['public-key']?.id }),
  'bridge.move-devices': () => ({ code: 'matrix-bridge', to: 'matrix-spare' }),
  'bridge.remove-bridge': () => ({ code: 'matrix-spare', version: 1 }),
  'bridge.reach': () => ({ code: 'matrix-bridge' }),
  'bridge.jobs': () => ({ code: 'matrix-bridge' }),
  'bridge.start-job': () => ({ code: 'matrix-bridge', wish: { kind: 'lines.count', minutes: 5 } }),
  'bridge.requests': () => ({ code: 'matrix-bridge' }),
  'bridge.unlock': () => ({ reason: '矩阵' }),
  'bridge.allow-requests': () => ({ code: 'matrix-spare', version: 1 }),
  'bridge.next-jobs': () => ({ payload: '{}' }),
  'bridge.request': () => ({ payload: '{}' }),
  'bridge.next-commands': () => ({ payload: '{}' }),
  'bridge.next-devices': () => ({ payload: '{}' }),
  'bridge.next-rules': () => ({ payload: '{}' }),
  'consent.assessment': () => ({ purpose: 'face' }),
  'consent.give': () => ({ purpose: 'face', textVersion: 1 }),
  'consent.record': () => ({ purpose: 'face', action: 'withdrawn', textVersion: 1, channel: 'phone', evidence: [] }),
  'consent.save-purpose': () => ({ purpose: 'matrix', isOpen: false, version: 0 }),
  'consent.texts': () => ({ purpose: 'face' }),
  'consent.withdraw': () => ({ purpose: 'face' }),
  'device.adopt': ({ places, facts }, person) => ({
    ...fact(facts, 'found-device'),
    productId: facts.lamp?.id,
    placeId: estateOf(places, person).id,
  }),
  'device.warehouse': () => ({ store: 'entrance' }),
  'device.refuse': ({ facts }) => fact(facts, 'found-device'),
  'device.by-code': ({ places }, person) => ({ code: `m-${estateOf(places, person).path.split('/').at(-2)}` }),
  'device.command': () => ({ name: 'device.identify', values: {} }),
  'device.command-dangerous': (_scene, _person, row) => ({ name: 'device.reboot', values: {}, confirm: `m-${row?.key}` }),
  'device.create': ({ places, facts }, person) => ({ productId: facts.lamp?.id, placeId: estateOf(places, person).id }),
  'device.create-group': ({ places }, person) => ({ placeId: estateOf(places, person).id, description: '' }),
  'device.desire': () => ({ values: { isOn: true }, version: 0 }),
  'device.import': ({ places }, person) => ({
    ...{ format: 'json', isDryRun: false },
    content: JSON.stringify([{ code: 'matrix-import', name: '导入', product: 'street-lamp', place: estateOf(places, person).path }]),
  }),
  'device.points': () => ({ property: 'powerW' }),
  'device.reveal-readings': () => ({ reason: '住户报表计异常' }),
  'device.series': () => ({ property: 'powerW', from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' }),
  'device.serve': () => ({ doneOn: '2026-01-02' }),
  'dictionary.save': () => ({ code: 'matrix-words', version: 0 }),
  'household.claim': ({ places, photos }, person) => ({ by: 'proof', houseId: places.at.hd.next.id, proofs: [photos.get(person.name)] }),
  'household.change-member': (_scene, _person, row) => ({ houseId: undefined, validUntil: null, id: row?.id }),
  'job.run': () => ({ kind: 'api.count' }),
  'job.runs': () => ({ kind: 'api.count' }),
  'job.retry-event': ({ facts }) => fact(facts, 'event'),
  'key.rotate': () => ({ purpose: 'seal' }),
  'key.destroy': () => ({ purpose: 'seal', version: 1 }),
  'map.add-overlay': ({ places }, person) => ({
    ...{ kind: 'topic', name: '图层', source: '来源单位', takenOn: '2026-01-02', placeId: estateOf(places, person).id },
  }),
  'map.change-overlay': () => ({ name: '改名' }),
  'map.add-mesh': ({ places }, person) => ({
    ...{ name: '模型', source: '来源单位', stage: 'planning', takenOn: '2026-01-02', placeId: estateOf(places, person).id },
    ...{ longitude: 121.02, latitude: 31.01 },
  }),
  'map.change-mesh': () => ({ name: '改名' }),
  'map.use-mesh': () => ({ revision: 1 }),
  'map.add-stage-entry': (_scene, _person, row) => ({
    ...{ stage: 'planning', name: '规划批复', source: '来源单位', takenOn: '2026-01-02', state: 'done', id: row?.id },
  }),
  'map.import-ifc': (_scene, _person, row) => ({ version: 0, stage: 'design', source: '来源单位', takenOn: '2026-01-02', id: row?.id }),
  'map.locate': ({ places }) => ({ id: places.estate.id, q: '1-1-101' }),
  'map.positions': ({ places }) => ({ ids: places.estate.id }),
  'map.sketch': ({ places }) => ({ id: places.estate.id }),
  'map.resolve': ({ places }) => ({ placeId: places.estate.id }),
  'map.save': ({ places }, person) => ({
    creates: [{ kind: 'entrance', placeId: estateOf(places, person).id, geometry: { type: 'Point', coordinates: [121.02, 31.01] } }],
    changes: [],
    retires: [],
  }),
  'place.create': ({ places }, person) => ({ parentId: estateOf(places, person).id, kind: 'building', code: '99' }),
  'place.move': ({ places }, _person, row) => ({ parentId: parentOf(places, row) }),
  'place.rooms': ({ places }) => ({ id: places.estate.id }),
  'product.create': () => ({ category: 'metering' }),
  'product.read': ({ facts }) => fact(facts, 'product'),
  'product.types': ({ facts }) => fact(facts, 'product'),
  'product.update': ({ facts }) => fact(facts, 'product'),
  'product.save-model': ({ facts }) => fact(facts, 'product'),
  'product.release': ({ facts }) => fact(facts, 'product'),
  'product.retire': ({ facts }) => fact(facts, 'product'),
  'repair.arrive': () => ({ photos: [] }),
  'repair.create': ({ places }, person) => ({ kind: 'public', category: 'lift', placeId: gardenOf(places, person).id, photos: [] }),
  'repair.dispatch': (scene, _person, row) => ({ handlerId: idOf(scene, workerOf(row)) }),
  'repair.finish': ({ photos }, person) => ({ photos: [photos.get(person.name) ?? missingId] }),
  'repair.list': () => ({ limit: 100, view: 'all' }),
  'repair.nearby': ({ places }, person) => ({ placeId: gardenOf(places, person).id, category: 'lift' }),
  'repair.note': () => ({ photos: [], note: '补充一句' }),
  'repair.reopen': () => ({ photos: [] }),
  'repair.resubmit': () => ({ photos: [] }),
  'merchant.list': ({ places }) => ({ placeId: places.estate.id }),
  'merchant.order': ({ facts, places }, person) => ({
    serviceId: facts[person.home?.startsWith(places.far.path) ? 'service-hd' : 'service-fl']?.id,
    houseId: Object.values(places.at).find(({ first }) => first.path === person.home)?.first.id ?? places.at.fl.first.id,
    quantity: 1,
    fen: 5000,
  }),
  'merchant.create': ({ places }, person) => ({ ...merchantBody, placeId: estateOf(places, person).id }),
  'merchant.update': () => merchantBody,
  'housekeeper.answer': () => ({ photos: [] }),
  'housekeeper.ask': ({ places }, person) => ({
    houseId: Object.values(places.at).find(({ first }) => first.path === person.home)?.first.id ?? places.at.fl.first.id,
    ...{ kind: 'cleaning', photos: [] },
  }),
  'housekeeper.assign': ({ places, people }, person) => ({
    placeId: estateOf(places, person).id,
    keeperId: people.find(({ name }) => name === 'two-posts')?.id,
    phone: null,
  }),
  'housekeeper.away': ({ facts, places, people }, person) => ({
    postId: facts[`housekeeper-post-${estateOf(places, person).path.split('/').at(-2)}`]?.id,
    substituteId: people.find(({ name }) => name === 'two-posts')?.id,
    ...{ from: '2026-04-01T00:00:00.000Z', until: '2026-04-02T00:00:00.000Z' },
  }),
  'housekeeper.candidates': ({ places }, person) => ({ placeId: estateOf(places, person).id }),
  'housekeeper.figures': () => ({ from: '2026-01-01', to: '2026-03-31' }),
  'repair.save-category': () => ({ code: 'water', version: 1 }),
  'repair.transfer': (scene, _person, row) => ({ handlerId: idOf(scene, row?.path.includes('/fl/') ? 'other-worker' : workerOf(row)) }),
  'quality.faults': () => ({ archive: 'house' }),
  'quality.set-period': () => ({ archive: 'house', days: 365, version: 0 }),
  'quality.tasks': () => ({ archive: 'house' }),
  'quality.grids': () => ({ archive: 'house' }),
  'quality.trend': () => ({ archive: 'house' }),
  'warehouse.records': () => ({ kind: 'house' }),
  'warehouse.lineage': () => ({ kind: 'space' }),
  'role.assign': ({ facts, places }, person) => ({ kind: 'user', roleId: facts['guard-role']?.id, placeId: estateOf(places, person).id }),
  'role.access': () => ({ kind: 'user' }),
  'role.effective': () => ({ kind: 'user' }),
  'role.create': () => roleBody('另一个角色'),
  'role.override': ({ places }, person) => ({ kind: 'user', code: 'place.read', effect: 'deny', placeId: estateOf(places, person).id }),
  'role.read': ({ facts }) => fact(facts, 'role'),
  'role.retire': ({ facts }) => fact(facts, 'role'),
  'role.unassign': ({ facts }) => ({ kind: 'user', assignmentId: facts.assignment?.id }),
  'role.update': ({ facts }) => ({ ...roleBody('改名角色'), ...fact(facts, 'role') }),
  'session.sign-in-by-government': () => ({ ticket: 'matrix-ticket' }),
  'rule.check': ({ places }, person) => ({ placeId: estateOf(places, person).id, content: plainRule }),
  'rule.create': ({ places }, person) => ({ placeId: estateOf(places, person).id, content: plainRule }),
  'rule.install': ({ places }, person) => ({ code: 'smoke-unanswered', placeId: estateOf(places, person).id }),
  'rule.rehearse': ({ places }, person) => ({ placeId: estateOf(places, person).id, content: plainRule, days: 1 }),
  'rule.save': () => ({ content: plainRule }),
  'stream.create': ({ places, facts }, person) => ({
    ...{ name: '平均功率', placeId: estateOf(places, person).id, productId: facts.lamp?.id, property: 'powerW', take: 'average' },
    ...{ per: 'device', lengthSeconds: 900, stepSeconds: 300, latenessSeconds: 600 },
  }),
  'session.sign-in-by-wechat': () => ({ code: 'matrix-code' }),
  'session.sign-in-as-persona': () => ({ persona: 'resident' }),
  'session.switch-identity': (_scene, person) => ({ end: person.end }),
  'session.sign-in-by-sms': () => ({ phone: '10000009998' }),
  'setup.clear-demo': () => ({ confirm: '清除演示数据' }),
  'setup.step': () => ({ step: 'language', code: 'aaaa-aaaa-aaaa', language: 'zh', appearance: 'light' }),
  'statistics.count': () => ({ archive: 'house', by: 'purpose' }),
  'tag.counts': () => ({ archive: 'person' }),
  'tag.change': ({ facts }) => ({
    ...{ archive: 'person', add: ['pet'], remove: [] },
    ids: ['fl', 'fl2', 'hd'].map((key) => facts[`person-${key}`]?.id ?? missingId),
  }),
  'tag.list': () => ({ archive: 'person' }),
  'tag.add': () => ({ archive: 'person', tag: 'volunteer' }),
  'tag.remove': () => ({ archive: 'person', tag: 'newcomer' }),
  'user.review': ({ facts }) => fact(facts, 'account-review'),
  'user.sign-off': ({ facts }) => ({ ...fact(facts, 'account-review'), disable: [] }),
  'user.create-department': ({ places }, person) => ({ placeId: estateOf(places, person).id, name: '新科' }),
  'user.create': ({ facts, places }, person) => ({
    placeId: estateOf(places, person).id,
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2030-01-01T00:00:00.000Z',
    account: 'matrix-new',
    password: strong,
    class: 'property',
    idleMinutes: 60,
    maxFailures: 5,
    roles: [{ roleId: facts['guard-role']?.id, placeId: estateOf(places, person).id }],
  }),
  'user.reset-password': () => ({ password: strong }),

  'user.update-department': () => ({ name: '改名科' }),
  'workbook.template': () => ({ archive: 'person' }),
  'workbook.upload': ({ places }, person) => ({ archive: 'person', placeId: estateOf(places, person).id, name: 'm.xlsx' }),
  'workbook.fix': () => ({ rows: [{ number: 1, isSkipped: true }] }),
  'workbook.export': () => ({ archive: 'person', columns: ['name'], filters: {} }),
}

const merchantBody = {
  ...{ name: '矩阵商家', intro: '', phone: '10000008801', state: 'listed', keeperPhone: null },
  services: [{ name: '修锁', unit: '次', fen: 5000 }],
}

const strong = 'Wu-Tong-2026-plane'

const parentOf = ({ at, street, community, otherCommunity, estate }: Places, row: Row | undefined): string => {
  const parents: Readonly<Record<string, string>> = {
    ...{ estate: community.id, second: community.id, far: otherCommunity.id, community: street.id },
    ...{ building: estate.id, 'far-house': at.hd.unit.id, spare: at.fl.unit.id },
  }
  return parents[row?.key ?? ''] ?? estate.id
}

const fact = (facts: Facts, name: string) => ({ ...facts[name] })

const workerOf = (row: Row | undefined) =>
  row?.path.includes('/hd/') ? 'far-worker' : row?.path.includes('/fl2/') ? 'second-worker' : 'worker'

const gardenOf = ({ at }: Places, person: Person) => {
  const path = person.home ?? person.posts[0]?.path ?? ''
  return path.includes('/hd/') || path.includes('/bh/') ? at.hd.garden : path.includes('/fl2/') ? at.fl2.garden : at.fl.garden
}

/** Whoever asks to see what is masked names something of it: fields of the file, or fields that a community added. */
function revealed({ id, body }: AnyEndpoint): Record<string, unknown> {
  if (!id.endsWith('.reveal') || !body) return {}
  const { fields } = ((inlineSchema(body) as { properties?: Record<string, Json> }).properties ?? {}) as { fields?: Json }
  const [first] = ((fields?.items as Json | undefined)?.enum as string[] | undefined) ?? []
  return first === undefined ? {} : { fields: [first] }
}

/** A request that the schema of the endpoint takes, about this row. */
export function requestFor(endpoint: AnyEndpoint, scene: Scene, person: Person, row: Row | undefined, id: string | undefined): Request {
  const special = over[endpoint.id]?.(scene, person, row) ?? revealed(endpoint)
  const known = { version: row?.version ?? 1, ...special }
  const params = { ...sample(endpoint.params, scene, known), ...(id === undefined ? {} : aboutRow(endpoint, scene, row, id)) }
  const query = pick(endpoint.query, { ...sample(endpoint.query, scene, special, true), ...special })
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]])),
  ).toString()
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String((params as Json)[name] ?? missingId)))
  const body = endpoint.body ? bodyFor(endpoint.body, scene, known, special) : undefined
  return { path: search ? `${path}?${search}` : path, body }
}

/** A choice between shapes is given whole by the list above. */
function bodyFor(schema: z.core.$ZodType, scene: Scene, known: Record<string, unknown>, special: Record<string, unknown>): object {
  if ((schema as z.core.$ZodTypes)._zod.def.type !== 'object') return special
  return { ...sample(schema, scene, known), ...pick(schema, special) }
}

/** The parameters that name the row: a part of a house needs the house as well. */
function aboutRow(endpoint: AnyEndpoint, scene: Scene, row: Row | undefined, id: string): Record<string, string> {
  // an element of the model is known by what its base record is
  if (endpoint.id === 'map.element') return { id: `place-${id}` }
  if (!endpoint.path.includes(':houseId')) return { id }
  if (!endpoint.path.includes(':id')) return { houseId: id }
  const houses = Object.values(scene.places.at).map((at) => at.first)
  return { id, houseId: houses.find((house) => house.path === row?.path)?.id ?? scene.places.at.fl.first.id }
}

function pick(schema: z.core.$ZodType | undefined, values: Record<string, unknown>): Record<string, unknown> {
  const shape = (schema as z.core.$ZodObject | undefined)?._zod.def.shape ?? {}
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in shape))
}

/** The smallest value a schema takes: only what is required, the first of each choice, real ids by their name. */
export function sample(
  schema: z.core.$ZodType | undefined,
  scene: Scene,
  known: Record<string, unknown> = {},
  sparse = false,
): Record<string, unknown> {
  if (!schema) return {}
  const { properties = {}, required = [] } = inlineSchema(schema) as { properties?: Record<string, Json>; required?: string[] }
  const wanted = sparse ? required : [...required]
  return Object.fromEntries(wanted.map((name) => [name, name in known ? known[name] : sampleOf(properties[name] ?? {}, name, scene)]))
}

const byName: Readonly<Record<string, (scene: Scene) => unknown>> = {
  placeId: ({ places }) => places.estate.id,
  parentId: ({ places }) => places.estate.id,
  houseId: ({ places }) => places.at.fl.first.id,
  estateId: ({ places }) => places.estate.id,
  from: () => '2026-01-01',
  to: () => '2026-01-31',
  phone: () => '10000009999',
  reason: () => '核对情况需要',
}

export function sampleOf(schema: Json, name: string, scene: Scene): unknown {
  const given = byName[name]
  if (given) return given(scene)
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (options) return sampleOf(options[0] ?? {}, name, scene)
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema as { properties?: Record<string, Json>; required?: string[] }
      return Object.fromEntries(required.map((key) => [key, sampleOf(properties[key] ?? {}, key, scene)]))
    }
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () => sampleOf((schema.items as Json | undefined) ?? {}, name, scene))
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 0), Number(schema.exclusiveMinimum ?? -1) + 1, name === 'version' ? 1 : 0)
    case 'boolean':
      return false
    case 'null':
      return null
    default:
      return textOf(schema)
  }
}

function textOf({ format, pattern, minLength }: Json): string {
  if (format === 'date-time') return '2026-03-02T02:00:00.000Z'
  if (format === 'date') return '2026-03-02'
  if (typeof pattern === 'string') {
    const fitting = [missingId, 'matrix-word', 'word', '10000009999', '123456', 'A'.repeat(100), '1', '/jl/'].find((text) =>
      new RegExp(pattern).test(text),
    )
    if (fitting !== undefined) return fitting
  }
  return '矩阵'.padEnd(Number(minLength ?? 2), '样')
}
