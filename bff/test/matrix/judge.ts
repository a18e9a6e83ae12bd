import type { AnyEndpoint } from '@liren/contract'
import type { Person } from './people.ts'
import type { Policy } from './policy.ts'
import type { Row } from './rows.ts'

/** What has to come back: a sign-in is asked for, a permission, the row is not theirs, or the person is let in. */
export type Verdict = 'identity' | 'pending' | 'permission' | 'step-up' | 'out' | 'in'

/** Judges one cell from the hand-written policy and the facts of the scene. */
export function judge(policy: Policy, endpoint: AnyEndpoint, person: Person, row: Row | undefined): Verdict {
  if (person.denied?.includes(endpoint.id)) return 'permission'
  // bytes are given for a signed link only, whoever asks; these cells have none
  if (['file.content', 'rights.download', 'firmware.content'].includes(endpoint.id)) return 'out'
  if (endpoint.permission === 'public') return 'in'
  if (person.barred === 'pending') return endpoint.beforeReady ? 'in' : 'pending'
  if (person.barred) return 'identity'
  const named = endpoint.permission !== 'signed-in'
  const reaches = person.posts.map((post) => policy.reach(endpoint.permission, post.role))
  if (named && reaches.every((reach) => reach === '-')) return 'permission'
  if (endpoint.stepUp && person.notSteppedUp) return 'step-up'
  if (!row) return endpoint.scope === 'place' && !reaches.includes('place') ? 'permission' : 'in'
  const words = policy.rule(endpoint.id) ?? usual[endpoint.scope]
  return words.some((word) => stands(policy, endpoint, person, row, word)) ? 'in' : 'out'
}

const usual: Readonly<Record<AnyEndpoint['scope'], readonly string[]>> = {
  none: ['anyone'],
  self: ['own'],
  related: ['own', 'house', 'place'],
  place: ['place'],
}

const covers = (policy: Policy, person: Person, permission: string, path: string) =>
  person.posts.some((post) => policy.reach(permission, post.role) === 'place' && path.startsWith(post.path))

/** Residents meet what is public in their estate; staff what lies under their own place. */
const meetsInPublic = (policy: Policy, permission: string, person: Person, row: Row) =>
  row.isPublic &&
  person.posts.some(({ role, path }) =>
    policy.reach(permission, role) === 'place' ? row.path.startsWith(path) : path.startsWith(row.estate) || row.estate.startsWith(path),
  )

/** How a person stands to a row, word by word. */
function stands(policy: Policy, endpoint: AnyEndpoint, person: Person, row: Row, word: string): boolean {
  const [what, permission = endpoint.permission] = word.split(':')
  switch (what) {
    case 'anyone':
      return true
    case 'own':
      return row.ownerId === person.id
    case 'house':
      return row.home !== undefined && row.home === person.home
    case 'keeper':
      return row.path === person.home && person.posts.some(({ role }) => role === 'owner')
    case 'place-and-parent':
      return [row.path, row.path.replace(/[^/]+\/$/, '')].every((path) => covers(policy, person, endpoint.permission, path))
    case 'others-place':
      return row.ownerId !== person.id && covers(policy, person, endpoint.permission, row.path)
    case 'handler':
      return row.handlerId === person.id
    case 'place':
      return [permission, endpoint.permission].every((code) => covers(policy, person, code, row.path))
    case 'estate':
      return meetsInPublic(policy, endpoint.permission, person, row)
    case 'others-of-estate':
      return meetsInPublic(policy, endpoint.permission, person, row) && row.ownerId !== person.id
    default:
      throw new Error(`rules.csv says "${word}" of ${endpoint.id}, which is no relation`)
  }
}
