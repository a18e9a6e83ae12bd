import type { AnyEndpoint } from '@liren/contract'
import { definitions, kindOf } from './archives.ts'
import type { Outcome } from './cells.ts'
import { judge } from './judge.ts'
import type { Person } from './people.ts'
import type { Policy } from './policy.ts'
import type { Row } from './rows.ts'

/**
 * Every text of the scene carries the name of its row. Whatever a person is answered, byte by byte, may hold only
 * the names of rows that this person may see — in lists, joins, statistics, suggestions and error texts alike.
 */
const pattern = /CANARY\.([a-z]+)\.([a-z0-9-]+)\./g

export const canariesIn = (text: string): string[] => [...new Set([...text.matchAll(pattern)].map((match) => `${match[1]}.${match[2]}`))]

interface World {
  readonly policy: Policy
  readonly people: readonly Person[]
  readonly rows: readonly Row[]
}

const surface = (id: string, permission: string, scope: AnyEndpoint['scope']): AnyEndpoint => ({ id, permission, scope }) as AnyEndpoint

/** By which surfaces a row of this kind may be known to somebody. */
const known: Readonly<Record<string, readonly AnyEndpoint[]>> = {
  repair: [surface('repair.read', 'repair.read', 'related'), surface('repair.read', 'repair.report', 'related')],
  claim: [surface('household.my-claims', 'signed-in', 'self'), surface('household.claims', 'household.review', 'place')],
  invitation: [
    surface('household.members', 'signed-in', 'related'),
    surface('household.accept', 'signed-in', 'self'),
    surface('household.list', 'household.read', 'place'),
  ],
  contact: [surface('household.contacts', 'household.manage', 'place')],
  review: [surface('review.read', 'review.read', 'place'), surface('review.mine', 'signed-in', 'self')],
  share: [surface('share.open', 'signed-in', 'self'), surface('share.revoke', 'signed-in', 'self')],
  'dataset-open': [surface('dataset.kept', 'dataset.manage', 'place')],
  'dataset-waiting': [surface('dataset.kept', 'dataset.manage', 'place'), surface('dataset.waiting', 'dataset.approve', 'place')],
  dataset: [surface('dataset.get', 'dataset.read', 'place'), surface('dataset.kept', 'dataset.manage', 'place')],
  intake: [surface('intake.get', 'intake.read', 'place')],
  hold: [surface('retention.holds', 'retention.hold', 'place')],
  duplicate: [surface('duplicate.read', 'duplicate.read', 'place')],
  'upstream-system': [surface('upstream.systems', 'upstream.read', 'place')],
  lease: [surface('lease.read', 'lease.read', 'place'), surface('lease.close', 'signed-in', 'self')],
  supply: [surface('supply.read', 'supply.read', 'place'), surface('supply.own', 'signed-in', 'self')],
  booking: [surface('booking.read', 'booking.read', 'place'), surface('booking.drop', 'signed-in', 'self')],
  visitplan: [surface('visit.plans', 'visit.plan', 'place')],
  department: [surface('user.departments', 'user.read', 'place')],
  alarm: [surface('alarm.list', 'alarm.read', 'place')],
  zone: [surface('zone.list', 'zone.read', 'place')],
  paper: [surface('entry.papers', 'entry.paper', 'place')],
  hazard: [surface('hazard.list', 'hazard.read', 'place'), surface('alarm.list', 'alarm.read', 'place')],
  keyplace: [surface('hazard.key-places', 'hazard.read', 'place')],
  shift: [surface('hazard.shifts', 'hazard.read', 'place')],
  camera: [surface('camera.list', 'camera.read', 'place'), surface('device.list', 'device.read', 'place')],
  fall: [surface('falling.list', 'falling.read', 'place')],
  clip: [surface('camera.clips', 'camera.read', 'place')],
  drawing: [surface('map.feature', 'map.read', 'place')],
  overlay: [surface('map.overlay', 'map.read', 'place')],
  mesh: [surface('map.mesh', 'map.read', 'place')],
  'stage-entry': [surface('map.stage-entries', 'map.read', 'place')],
  subscription: [surface('subscription.list', 'subscription.read', 'place')],
  hook: [surface('subscription.hooks', 'subscription.read', 'place'), surface('egress.targets', 'egress.read', 'place')],
  delivery: [surface('subscription.deliveries', 'subscription.read', 'place')],
  meter: [surface('energy.meters', 'energy.read', 'place')],
  pump: [surface('device.list', 'device.read', 'place'), surface('energy.equipment', 'energy.read', 'place')],
  charger: [surface('device.list', 'device.read', 'place'), surface('charging.stations', 'charging.read', 'place')],
  rollout: [surface('firmware.rollouts', 'firmware.read', 'place')],
  bin: [surface('device.list', 'device.read', 'place'), surface('waste.board', 'waste.read', 'place')],
  station: [
    surface('device.list', 'device.read', 'place'),
    surface('environment.stations', 'environment.read', 'place'),
    surface('environment.own-curve', 'environment.own', 'related'),
  ],
  clearing: [surface('waste.tasks', 'waste.clear', 'place')],
  score: [surface('score.list', 'score.read', 'place')],
  athome: [surface('athome.list', 'athome.read', 'place')],
  hint: [surface('hint.read', 'hint.read', 'place')],
  watch: [surface('passage.watches', 'passage.watch', 'place'), surface('passage.list', 'passage.read', 'place')],
  rule: [surface('rule.list', 'rule.read', 'place')],
  stream: [surface('stream.list', 'rule.read', 'place')],
  certificate: [surface('certificate.read', 'certificate.read', 'place')],
  lock: [surface('bridge.lock', 'bridge.locks', 'place')],
  // A lock names the device that it stands at.
  device: [surface('device.list', 'device.read', 'place'), surface('bridge.locks', 'bridge.locks', 'place')],
  ...Object.fromEntries(
    definitions.map(({ name }) => [
      kindOf({ name }),
      [surface(`${name}.read`, `${name}.read`, 'place'), surface('audit.get', 'audit.read', 'place')],
    ]),
  ),
}

/** Somebody who lives or works where another does may come to know that person's name. */
function mayKnowPerson({ policy, people }: World, person: Person, name: string): boolean {
  const other = people.find((candidate) => candidate.name === name)
  if (!other || other === person) return true
  const reads = ['user.read', 'audit.read', 'household.read', 'household.review'].some((permission) =>
    person.posts.some((post) => policy.reach(permission, post.role) === 'place' && paths(other).some((path) => path.startsWith(post.path))),
  )
  if (reads) return true
  // residents are named to their household only; whoever works for an estate, to all of it
  if (!other.works) return other.home !== undefined && other.home === person.home
  return paths(person).some((mine) => paths(other).some((theirs) => mine.startsWith(theirs) || theirs.startsWith(mine)))
}

const paths = (person: Person) => [...person.posts.map((post) => post.path), ...(person.kept ? [person.kept] : [])]

/** Surfaces that are there to name somebody: whoever invites, whoever waits for the worker, whose demo account it is. */
const naming: Readonly<Record<string, readonly string[]>> = {
  'audit.list': ['user.former-manager', 'user.former-tenant', 'user.guest'],
  'household.invitations': ['user.owner'],
  // the letter to somebody invited says by whom
  'message.list': ['user.owner'],
  // what everybody sees who walks through an estate
  'map.sketch': ['drawing.fl'],
  'repair.contact': ['user.owner', 'user.neighbour', 'user.second-owner', 'user.far-owner'],
  'session.sign-in-as-persona': ['user.owner'],
}

function mayKnow(world: World, person: Person, canary: string): boolean {
  const [kind = '', key = ''] = canary.split('.')
  if (kind === 'user') return mayKnowPerson(world, person, key)
  const row = world.rows.find((candidate) => candidate.kind === kind && candidate.key === key)
  if (!row) throw new Error(`the canary ${canary} sits on no row`)
  return (known[kind] ?? []).some((reading) => judge(world.policy, reading, person, row) === 'in')
}

/** Answers that told somebody of a row which is none of that person's business. */
export function foreignCanaries(world: World, outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ answer, cell: { endpoint, person, row } }) =>
    canariesIn(answer.text)
      .filter((canary) => !naming[endpoint.id]?.includes(canary) && !mayKnow(world, person, canary))
      .map(
        (canary) =>
          `${person.name} learns of ${canary} from ${endpoint.id}${row ? ` about ${row.kind} ${row.key}` : ''} (${answer.status})`,
      ),
  )
}
