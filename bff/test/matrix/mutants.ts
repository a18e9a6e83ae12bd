import type { AnyEndpoint } from '@liren/contract'
import type { Principal, Scope } from '../../src/kernel/http/route.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'
import type { Tx } from '../../src/kernel/store/store.ts'

/** Takes the real function and gives one that is wrong in one way. */
export type Patch = (real: (...args: unknown[]) => unknown) => (...args: never[]) => unknown

export interface Mutant {
  readonly name: string
  /** `module#function`, as in the switchboard of the test. */
  readonly at: string
  readonly patch: Patch
  /** Capabilities whose cells are asked; all when absent. */
  readonly in?: readonly string[]
}

const everywhere = (scope: Scope): Scope => ({ ...scope, places: ['/'], range: 'place' })
const upOne = (path: string) => path.replace(/[^/]+\/$/, '') || '/'

/** The argument that is a scope, wherever it stands, replaced. */
const rescoped =
  (change: (scope: Scope) => Scope): Patch =>
  (real) =>
  (...args) =>
    real(...(args as unknown[]).map((arg) => (isScope(arg) ? change(arg) : arg)))

/** The same where the scope stands in the context of a request. */
const rescopedContext =
  (change: (scope: Scope) => Scope): Patch =>
  (real) =>
  (...args) =>
    real(
      ...(args as unknown[]).map((arg) => {
        const scope = (arg as { scope?: unknown } | undefined)?.scope
        return isScope(scope) ? Object.create(arg as object, { scope: { value: change(scope) } }) : arg
      }),
    )

/** Whoever asks is taken for the owner of what is asked for. */
const asOwner =
  (table: string): Patch =>
  (real) =>
  async (...args) => {
    const [kernel, principal, id, tx] = args as unknown as [Kernel, Principal, string, Tx | undefined]
    const [row] = await kernel.store.rows<{ owner_id: string }>(`SELECT owner_id FROM ${table} WHERE id = ?`, [id], tx)
    return real(kernel, { ...principal, id: row?.owner_id ?? principal.id }, id, tx)
  }

const isScope = (value: unknown): value is Scope => typeof value === 'object' && value !== null && 'places' in value && 'houseIds' in value

const authorizing =
  (change: (endpoint: AnyEndpoint, principal: Principal) => [AnyEndpoint, Principal] | undefined): Patch =>
  (real) =>
  (...args) => {
    const [endpoint, principal, now] = args as unknown as [AnyEndpoint, Principal, number]
    const changed = change(endpoint, principal)
    return changed ? real(...changed, now) : undefined
  }

const scoping =
  (change: (scope: Scope, principal: Principal) => Scope): Patch =>
  (real) =>
  (...args) =>
    change(real(...(args as unknown[])) as Scope, args[1] as unknown as Principal)

const entitled =
  (change: (entitlement: Record<string, unknown>) => Record<string, unknown>): Patch =>
  (real) =>
  (...args) =>
    change(real(...(args as unknown[])) as Record<string, unknown>)

interface Rights {
  grants: Grants
  permissions: Set<string>
}
type Grants = { permission: string; range: string; placePath: string }[]
const withGrants = (change: (grant: Grants[number]) => Grants[number]) =>
  entitled((entitlement) => ({ ...entitlement, grants: (entitlement.grants as Grants).map(change) }))

const answering =
  (value: unknown): Patch =>
  () =>
  () =>
    value

const openAs = (permission: string) => authorizing((endpoint, principal) => [{ ...endpoint, permission }, principal])

/** Breaks of the shared gates: each could be one careless edit. */
export const gates: readonly Mutant[] = [
  { name: 'nobody is asked for anything', at: 'access#authorize', patch: answering(undefined) },
  { name: 'permissions are not asked', at: 'access#authorize', patch: openAs('signed-in') },
  { name: 'guests pass', at: 'access#authorize', patch: authorizing((e, p) => (p.kind === 'anonymous' ? undefined : [e, p])) },
  {
    name: 'reads need no permission',
    at: 'access#authorize',
    patch: authorizing((e, p) => [e.method === 'GET' ? { ...e, permission: 'signed-in' } : e, p]),
  },
  {
    name: 'deletions need no permission',
    at: 'access#authorize',
    patch: authorizing((e, p) => [e.method === 'DELETE' ? { ...e, permission: 'signed-in' } : e, p]),
  },
  {
    name: 'any permission of the capability is enough',
    at: 'access#authorize',
    patch: authorizing((e, p) => [
      [...p.permissions].some((code) => code.split('.')[0] === e.permission.split('.')[0]) ? { ...e, permission: 'signed-in' } : e,
      p,
    ]),
  },
  {
    name: 'interfaces refused to a role are open',
    at: 'access#authorize',
    patch: authorizing((e, p) => [e, { ...p, deniedEndpoints: new Set() }]),
    in: ['repair'],
  },
  { name: 'an initial password need not be changed', at: 'access#authorize', patch: authorizing((e, p) => [e, { ...p, pending: null }]) },
  {
    name: 'no second proof is asked',
    at: 'access#authorize',
    patch: authorizing((e, p) => [{ ...e, stepUp: false }, p]),
    in: ['key', 'audit', 'setup'],
  },
  { name: 'administrators pass', at: 'access#authorize', patch: authorizing((e, p) => (p.exclusive ? undefined : [e, p])) },
  { name: 'staff pass', at: 'access#authorize', patch: authorizing((e, p) => (p.end === 'staff' ? undefined : [e, p])) },
  { name: 'every scope is everything', at: 'access#scopeOf', patch: scoping(everywhere) },
  {
    name: 'scopes reach one level higher',
    at: 'access#scopeOf',
    patch: scoping((scope) => ({ ...scope, places: scope.places.map(upOne) })),
  },
  {
    name: 'a place scope without a place is let through',
    at: 'access#scopeOf',
    patch:
      (real) =>
      (...args) => {
        try {
          return real(...(args as unknown[]))
        } catch {
          return { kind: 'place', userId: '', houseIds: [], places: ['/'], range: 'place' }
        }
      },
  },
  {
    name: 'the places of all permissions count for each',
    at: 'access#scopeOf',
    patch: scoping((scope, p) => ({
      ...scope,
      places: p.grants.filter((grant) => grant.range === 'place').map((grant) => grant.placePath),
    })),
  },
  {
    name: 'households count although no permission reaches them',
    at: 'access#scopeOf',
    patch: scoping((scope, p) =>
      scope.kind === 'related' ? { ...scope, places: p.grants.map((grant) => upOne(upOne(grant.placePath))) } : scope,
    ),
  },
  { name: 'rows are reached by anybody', at: 'scope#reach', patch: answering({ sql: '1 = 1', params: [] }) },
  { name: 'no row is reached', at: 'scope#reach', patch: answering({ sql: '1 = 0', params: [] }) },
  { name: 'places are not looked at', at: 'scope#underPlaces', patch: answering({ sql: '1 = 1', params: [] }) },
  {
    name: 'a place reaches others whose code begins alike',
    at: 'scope#underPlaces',
    patch:
      () =>
      (...args) => {
        const [column, places] = args as unknown as [string, string[]]
        return {
          sql: places.map(() => `${column} LIKE ?`).join(' OR ') || '1 = 0',
          params: places.map((place) => `${place.slice(0, -1)}%`),
        }
      },
  },
  {
    name: 'places reach one level higher',
    at: 'scope#underPlaces',
    patch:
      (real) =>
      (...args) =>
        real(args[0], (args[1] as unknown as string[]).map(upOne)),
  },
  { name: 'rights that have ended hold on', at: 'identity-access#isInForce', patch: answering(true) },
  { name: 'rows that were tampered with are believed', at: 'guard#isIntact', patch: answering(true) },
  {
    name: 'rights hold at every end',
    at: 'principal#entitlementOf',
    patch:
      (real) =>
      (...args) => {
        const [surface, access, standing, now] = args as unknown as [unknown, unknown, { end: string }, number]
        const all = ['resident', 'staff', 'grid', 'admin'].map((end) => real(surface, access, { ...standing, end }, now) as Rights)
        const here = real(surface, access, standing, now) as Rights
        return { ...here, grants: all.flatMap((one) => one.grants), permissions: new Set(all.flatMap((one) => [...one.permissions])) }
      },
  },
  { name: 'grants hold everywhere', at: 'principal#entitlementOf', patch: withGrants((grant) => ({ ...grant, placePath: '/' })) },
  {
    name: 'grants hold one level higher',
    at: 'principal#entitlementOf',
    patch: withGrants((grant) => ({ ...grant, placePath: upOne(grant.placePath) })),
  },
  {
    name: 'household grants count as places',
    at: 'principal#entitlementOf',
    patch: withGrants((grant) => ({
      ...grant,
      range: 'place',
      placePath: grant.range === 'household' ? upOne(grant.placePath) : grant.placePath,
    })),
  },
  {
    name: 'refused interfaces are forgotten',
    at: 'principal#entitlementOf',
    patch: entitled((entitlement) => ({ ...entitlement, deniedEndpoints: new Set() })),
    in: ['repair'],
  },
  { name: 'nobody has a household', at: 'principal#entitlementOf', patch: entitled((entitlement) => ({ ...entitlement, houseIds: [] })) },
]

/** Breaks inside a capability: a forgotten condition, a swapped own and any. */
export const rooms: readonly Mutant[] = [
  { name: 'a repair is found by anybody', at: 'repair-read#findRepair', patch: rescoped(everywhere), in: ['repair'] },
  { name: 'repairs are listed for everywhere', at: 'repair-read#listRepairs', patch: rescoped(everywhere), in: ['repair'] },
  { name: 'everybody has reported it', at: 'repair-policy#actorsOf', patch: answering(new Set(['reporter'])), in: ['repair'] },
  {
    name: 'every worker is the handler',
    at: 'repair-policy#can',
    patch:
      (real) =>
      (...args) => {
        const [row, principal, now] = args as unknown as [Record<string, unknown>, Principal, number]
        return real({ ...row, handler_id: principal.id }, principal, now)
      },
    in: ['repair'],
  },
  {
    name: 'every neighbour is the reporter',
    at: 'repair-policy#can',
    patch:
      (real) =>
      (...args) => {
        const [row, principal, now] = args as unknown as [Record<string, unknown>, Principal, number]
        return real({ ...row, reporter_id: principal.id }, principal, now)
      },
    in: ['repair'],
  },
  {
    name: 'homes are public',
    at: 'repair-policy#can',
    patch:
      (real) =>
      (...args) =>
        real({ ...(args[0] as unknown as object), kind: 'public' }, args[1], args[2]),
    in: ['repair'],
  },
  {
    name: 'permissions are not asked for actions',
    at: 'repair-policy#can',
    patch:
      (real) =>
      (...args) => {
        const [row, principal, now] = args as unknown as [Record<string, unknown>, Principal, number]
        return real(
          row,
          {
            ...principal,
            grants: principal.grants.map((grant) => ({ ...grant, permission: 'repair.dispatch', range: 'place', placePath: '/' })),
          },
          now,
        )
      },
    in: ['repair'],
  },
  {
    name: 'everybody is of every estate',
    at: 'place-read#estatesTouching',
    patch: (real) => (kernel, _paths, tx) => real(kernel, ['/'], tx),
    in: ['repair', 'place', 'home'],
  },
  { name: 'requests to bind are found everywhere', at: 'household-review#showClaim', patch: rescoped(everywhere), in: ['household'] },
  { name: 'households are listed for everywhere', at: 'household-staff#listHouseholds', patch: rescoped(everywhere), in: ['household'] },
  {
    name: 'reserved numbers are listed for everywhere',
    at: 'household-staff#listContacts',
    patch: rescoped(everywhere),
    in: ['household'],
  },
  { name: 'reserved numbers are added everywhere', at: 'household-staff#addContact', patch: rescoped(everywhere), in: ['household'] },
  { name: 'reserved numbers are removed everywhere', at: 'household-staff#removeContact', patch: rescoped(everywhere), in: ['household'] },
  { name: 'the review queue is that of everywhere', at: 'household-claims#queue', patch: rescoped(everywhere), in: ['household'] },
  { name: 'every member is the owner', at: 'household-policy#assertOwner', patch: answering(undefined), in: ['household'] },
  {
    name: 'everybody is a member',
    at: 'household-policy#myMembership',
    patch:
      (real) =>
      (...args) => {
        try {
          return real(...(args as unknown[]))
        } catch {
          return (args[0] as unknown as unknown[])[0]
        }
      },
    in: ['household'],
  },
  { name: 'users are found everywhere', at: 'user-list#findUser', patch: rescoped(everywhere), in: ['user'] },
  { name: 'users are listed for everywhere', at: 'user-list#listUsers', patch: rescoped(everywhere), in: ['user'] },
  { name: 'devices are found everywhere', at: 'device-read#findDevice', patch: rescoped(everywhere), in: ['device'] },
  { name: 'devices are listed for everywhere', at: 'device-read#listDevices', patch: rescoped(everywhere), in: ['device'] },
  { name: 'alarms are found everywhere', at: 'alarm-load#findAlarm', patch: rescoped(everywhere), in: ['alarm'] },
  { name: 'whole alarms are shown everywhere', at: 'alarm-load#wholeAlarm', patch: rescoped(everywhere), in: ['alarm'] },
  { name: 'alarms are listed for everywhere', at: 'alarm-load#listAlarms', patch: rescoped(everywhere), in: ['alarm'] },
  { name: 'rules are found everywhere', at: 'rule-write#findRule', patch: rescoped(everywhere), in: ['rule'] },
  { name: 'rules are listed for everywhere', at: 'rule-list#listRules', patch: rescoped(everywhere), in: ['rule'] },
  { name: 'firings are listed for everywhere', at: 'rule-list#listFirings', patch: rescoped(everywhere), in: ['rule'] },
  { name: 'visits are found everywhere', at: 'visit-tasks#findTask', patch: rescoped(everywhere), in: ['visit'] },
  { name: 'plans of visits are found everywhere', at: 'visit-plans#findPlan', patch: rescoped(everywhere), in: ['visit'] },
  { name: 'drawings are found everywhere', at: 'map-features#findFeature', patch: rescoped(everywhere), in: ['map'] },
  { name: 'drawings are listed for everywhere', at: 'map-features#listFeatures', patch: rescoped(everywhere), in: ['map'] },
  { name: 'overlays are found everywhere', at: 'map-overlays#findOverlay', patch: rescoped(everywhere), in: ['map'] },
  { name: 'overlays are listed for everywhere', at: 'map-overlay-read#listOverlays', patch: rescoped(everywhere), in: ['map'] },
  { name: 'models are found everywhere', at: 'map-meshes#findMesh', patch: rescoped(everywhere), in: ['map'] },
  { name: 'models are listed for everywhere', at: 'map-mesh-read#listMeshes', patch: rescoped(everywhere), in: ['map'] },
  { name: 'buildings are found everywhere', at: 'map-life-building#findBuilding', patch: rescoped(everywhere), in: ['map'] },
  { name: 'entries of stages are found everywhere', at: 'map-life-row#findEntry', patch: rescoped(everywhere), in: ['map'] },
  {
    name: 'posts of housekeepers are listed for everywhere',
    at: 'housekeeper-desk#listPosts',
    patch: rescoped(everywhere),
    in: ['housekeeper'],
  },
  { name: 'absences are listed for everywhere', at: 'housekeeper-desk#listAbsences', patch: rescoped(everywhere), in: ['housekeeper'] },
  {
    name: 'what residents asked is listed for everywhere',
    at: 'housekeeper-desk#listAsks',
    patch: rescoped(everywhere),
    in: ['housekeeper'],
  },
  { name: 'certificates are found everywhere', at: 'certificate-read#findCertificate', patch: rescoped(everywhere), in: ['certificate'] },
  {
    name: 'certificates are listed for everywhere',
    at: 'certificate-read#listCertificates',
    patch: rescoped(everywhere),
    in: ['certificate'],
  },
  {
    name: 'pairs of files are looked at by anybody',
    at: 'duplicate-row#reachOfBoth',
    patch: answering({ sql: '1 = 1', params: [] }),
    in: ['duplicate'],
  },
  {
    name: 'requests about own data are taken back by anybody',
    at: 'rights-row#requestOf',
    patch:
      (real) =>
      (...args) =>
        real(args[0], args[1], undefined, args[3]),
    in: ['rights'],
  },
  { name: 'recorders are found everywhere', at: 'entry-recorders#recorderWithin', patch: rescoped(everywhere), in: ['entry'] },
  { name: 'recorders are listed for everywhere', at: 'entry-recorders#pageOfRecorders', patch: rescoped(everywhere), in: ['entry'] },
  { name: 'paper records are found everywhere', at: 'entry-papers#paperWithin', patch: rescoped(everywhere), in: ['entry'] },
  { name: 'paper records are listed for everywhere', at: 'entry-papers#pageOfPapers', patch: rescoped(everywhere), in: ['entry'] },
  { name: 'added fields are changed everywhere', at: 'custom-rows#fieldFor', patch: rescoped(everywhere), in: ['custom'] },
  { name: 'imports belong to everybody', at: 'workbook-imports#ownImport', patch: asOwner('workbook_imports'), in: ['workbook'] },
  { name: 'copies belong to everybody', at: 'workbook-exports#ownExport', patch: asOwner('workbook_exports'), in: ['workbook'] },
  { name: 'consents are recorded for files elsewhere', at: 'archive-find#findFile', patch: rescoped(everywhere), in: ['consent'] },
  { name: 'holds elsewhere are lifted', at: 'retention-holds#liftHold', patch: rescopedContext(everywhere), in: ['retention'] },
  { name: 'files are read by anybody', at: 'file-read#mayRead', patch: () => async () => true, in: ['file'] },
  { name: 'links need no signature', at: 'file-links#isLinkGood', patch: answering(true), in: ['file'] },
]

/** Bound by their scope and again by the file, the conversation or the readers that they belong to: one of the two may fall and the other holds. */
const boundTwice = /^(tag\..*|duplicate\.(?!list$).*|housekeeper\.(answer|finish)|dataset\.(list|get|rows))$/

/**
 * For a surface of each capability: its own permission is not asked, its own scope is everything. A place-bound
 * surface without its permission still has no place to reach, so the first break is made elsewhere.
 */
export function surfaceMutants(endpoints: readonly AnyEndpoint[], hasRows: (endpoint: AnyEndpoint) => boolean): Mutant[] {
  const first = (wanted: (endpoint: AnyEndpoint) => boolean) => {
    const seen = new Set<string>()
    return endpoints.filter((endpoint) => {
      const key = `${endpoint.id.split('.')[0]} ${endpoint.method === 'GET'}`
      if (!wanted(endpoint) || seen.has(key)) return false
      seen.add(key)
      return true
    })
  }
  const capability = (endpoint: AnyEndpoint) => [endpoint.id.split('.')[0] as string]
  const unasked = first((endpoint) => endpoint.scope !== 'place' && !['public', 'signed-in'].includes(endpoint.permission))
  const unbound = first((endpoint) => endpoint.scope === 'place' && hasRows(endpoint) && !boundTwice.test(endpoint.id))
  return [
    ...unasked.map((target) => ({
      name: `${target.id} asks for no permission`,
      at: 'access#authorize',
      patch: authorizing((endpoint, principal) => [
        endpoint.id === target.id ? { ...endpoint, permission: 'signed-in' } : endpoint,
        principal,
      ]),
      in: capability(target),
    })),
    ...unbound.map((target) => ({
      name: `${target.id} reaches everything`,
      at: 'access#scopeOf',
      patch: ((real) =>
        (...args) => {
          const scope = real(...(args as unknown[])) as Scope
          return (args[0] as unknown as AnyEndpoint).id === target.id ? everywhere(scope) : scope
        }) satisfies Patch,
      in: capability(target),
    })),
  ]
}
