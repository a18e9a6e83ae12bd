import type { AnyEndpoint } from '@liren/contract'
import type { Answer } from '../app.ts'
import { definitions, kindOf } from './archives.ts'
import { requestFor } from './inputs.ts'
import { judge, type Verdict } from './judge.ts'
import type { Person } from './people.ts'
import type { Policy } from './policy.ts'
import { missingId, type Row } from './rows.ts'
import { rowsFor, type Stage } from './scene.ts'

export interface Cell {
  readonly endpoint: AnyEndpoint
  readonly person: Person
  readonly row: Row | undefined
  /** Asked with an id that nothing has. */
  readonly missing: boolean
}

export interface Outcome {
  readonly cell: Cell
  readonly expected: Verdict
  readonly got: Verdict | 'refused' | 'invalid' | 'failed'
  readonly answer: Answer
  readonly changed: readonly string[]
}

/** Surface × person × row, and for surfaces with rows one more about nothing. */
export function cellsOf({ endpoints, scene, rows }: Stage, only: (endpoint: AnyEndpoint) => boolean = () => true): Cell[] {
  return endpoints.filter(only).flatMap((endpoint) => {
    const about = rowsFor(endpoint, rows)
    return scene.people.flatMap((person) => [
      ...(about.length === 0 ? [{ endpoint, person, row: undefined, missing: false }] : []),
      ...about.map((row) => ({ endpoint, person, row, missing: false })),
      ...(about.length > 0 ? [{ endpoint, person, row: undefined, missing: true }] : []),
    ])
  })
}

export async function askCell({ app, scene, changed }: Stage, policy: Policy, cell: Cell): Promise<Outcome> {
  const { endpoint, person, row, missing } = cell
  const id = missing ? missingId : row?.id
  const { path, body } = requestFor(endpoint, scene, person, row, id)
  const answer = await app.call(endpoint.method, path, { token: person.token, body })
  const expected = missing ? expectedForMissing(policy, endpoint, person) : judge(policy, endpoint, person, row)
  const got = readAnswer(endpoint, answer)
  const wrote = answer.status < 300 && endpoint.method !== 'GET' ? changed() : []
  return { cell, expected, got: sameRefusal(policy, cell, expected, got) ? expected : got, answer, changed: wrote }
}

/** Who may read a row may be told that an action on it is not theirs; whoever may not, is told that nothing is there. */
function sameRefusal(policy: Policy, { endpoint, person, row }: Cell, expected: Verdict, got: Outcome['got']): boolean {
  if (expected !== 'out' || got !== 'permission' || !row) return false
  const reading = readers[row.kind]
  if (!reading) return false
  // seen for the sake of this action's own permission, or for that of reading
  return [endpoint, reading].some((surface) => judge(policy, { ...reading, permission: surface.permission }, person, row) === 'in')
}

const reader = (id: string, permission: string, scope: AnyEndpoint['scope']): AnyEndpoint => ({ id, permission, scope }) as AnyEndpoint
const readers: Readonly<Record<string, AnyEndpoint>> = {
  repair: reader('repair.read', 'repair.read', 'related'),
  house: reader('household.members', 'signed-in', 'related'),
  member: reader('household.members', 'signed-in', 'related'),
  user: reader('user.read', 'user.read', 'place'),
  ...Object.fromEntries(definitions.map(({ name }) => [kindOf({ name }), reader(`${name}.read`, `${name}.read`, 'place')])),
}

function expectedForMissing(policy: Policy, endpoint: AnyEndpoint, person: Person): Verdict {
  const verdict = judge(policy, endpoint, person, undefined)
  return verdict === 'in' ? 'out' : verdict
}

const notTheirs =
  /^(not-found|repair\.action-not-allowed|household\.not-manager|file\.link-invalid|rights\.link-invalid|firmware\.link-invalid)$/

/** Answers by which a surface shows that it let the person in and looked at what was asked. */
const spoken: Readonly<Record<string, RegExp>> = {
  'bridge.next-commands': /^request\.invalid$/,
  'bridge.next-devices': /^request\.invalid$/,
  'bridge.next-rules': /^request\.invalid$/,
  'bridge.next-jobs': /^request\.invalid$/,
  'bridge.request': /^request\.invalid$/,
  // unlocked before, or at a bridge that has not asked for its work lately
  'bridge.unlock': /^bridge\.(away|lock-asked|lock-over)$/,
  'bridge.receive': /^bridge\.|^request\.invalid$/,
  'face.reveal': /^face\.none$/,
  'face.take': /^request\.unsupported-type$/,
  'camera.picture': /^camera\.ticket-invalid$/,
  'camera.frame': /^camera\.ticket-invalid$/,
  'face.withdraw': /^face\.none$/,
  'face.withdraw-own': /^face\.none$/,
  'file.upload': /^request\.unsupported-type$/,

  // the scene keeps no item of the government: whoever is let in is told so
  'govdata.use': /^not-found$/,
  'household.change-member': /^household\.validity$/,
  'household.claim': /^household\.(bound|waiting)$/,
  'merchant.order': /^merchant\.(house-not-yours|not-here)$/,
  'housekeeper.ask': /^housekeeper\.(house-not-yours|none)$/,
  'housekeeper.assign': /^housekeeper\.unfit$/,
  'housekeeper.away': /^housekeeper\.(unfit|absence-invalid)$/,
  'key.destroy': /^key\.current$/,
  'firmware.upload': /^request\.unsupported-type$/,
  'intake.upload': /^request\.unsupported-type$/,
  'map.add-overlay': /^request\.unsupported-type$/,
  'map.add-mesh': /^request\.unsupported-type$/,
  'map.replace-mesh': /^request\.unsupported-type$/,
  'map.preview-ifc': /^request\.unsupported-type$/,
  'map.import-ifc': /^request\.unsupported-type$/,
  'place.retire': /^place\.in-use$/,
  'rights.ask-closing': /^rights\.staff-account$/,
  'role.assign': /^role\.outside-user-place$/,
  'role.override': /^role\.outside-user-place$/,
  // these surfaces are the door itself: what they say about a password or code is their answer
  ...Object.fromEntries(
    [
      'change-password',
      'confirm-second-factor',
      'send-code',
      'sign-in',
      'sign-in-by-government',
      'sign-in-by-sms',
      'sign-in-by-wechat',
      'step-up',
      'switch-identity',
    ].map((name) => [`session.${name}`, /^(session|wechat|government)\./]),
  ),
  'review.correct': /^review\.no-file$/,
  'review.own-file': /^review\.no-file$/,
  'setup.clear-demo': /^setup\.no-demo$/,
  'setup.step': /^setup\./,
  // the spare grids of the scene hold no house
  'entry.open': /^entry\.(role-unfit|not-recorder)$/,
  'entry.register': /^entry\.(recorder-known|person-unfit)$/,
  'upstream.push': /^upstream\.not-a-system$/,
  'upstream.sync': /^upstream\.no-address$/,
  'upstream.mine': /^upstream\.not-owner$/,
  'upstream.entrust': /^upstream\.not-owner$/,
  'upstream.update-own': /^upstream\.not-owner$/,
  'lease.declare': /^lease\.not-owner$/,
  'supply.submit': /^supply\.(house-not-yours|open-already)$/,
  'visit.plan': /^visit\.(no-houses|worker-unfit)$/,
  'workbook.upload': /^request\.unsupported-type$/,
  'workbook.download': /^workbook\.expired$/,
}

function readAnswer(endpoint: AnyEndpoint, { status, error }: Answer): Outcome['got'] {
  if (status < 300) return 'in'
  const code = error?.code ?? ''
  if (spoken[endpoint.id]?.test(code)) return 'in'
  if (status === 401) return 'identity'
  if (code === 'identity.password-change-required') return 'pending'
  if (code === 'identity.step-up-required') return 'step-up'
  if (code === 'permission.denied') return 'permission'
  if (notTheirs.test(code)) return 'out'
  if (code === 'request.invalid' || code === 'request.malformed') return 'invalid'
  return status >= 500 ? 'failed' : 'refused'
}

export const describeCell = ({ cell: { endpoint, person, row, missing }, expected, got, answer }: Outcome): string =>
  `${person.name} · ${endpoint.id}${row ? ` · ${row.kind} ${row.key}` : missing ? ' · nothing' : ''}: expected ${expected}, got ${got} (${answer.status} ${answer.error?.code ?? ''} ${
    got === 'invalid' ? JSON.stringify(answer.error?.faults) : ''
  })`
