import { execFileSync } from 'node:child_process'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const certificateSubjects = [[/^\/api\/certificates\/:id/, 'certificate']] as const

/** In which of its states a certificate is when something may be done with it. */
export const certificateStart = (endpoint: string): string =>
  endpoint === 'certificate.issue' || endpoint === 'certificate.refuse' ? 'applied' : 'issued'

const requests = new Map<string, string>()
/** A request as the device of this name would make it; its key is thrown away. */
const requestOf = (name: string): string => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null']
  const made =
    requests.get(name) ??
    execFileSync('openssl', ['req', '-new', ...key, '-subj', `/CN=${name}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  requests.set(name, made)
  return made
}

/** At each estate an application of its lamp, and a certificate that it has. */
export async function certificateRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  rows: readonly Row[],
  { estate, second, far }: Places,
): Promise<Row[]> {
  const made: Row[] = []
  const now = kernel.clock.now()
  for (const [key, { path }] of Object.entries({ fl: estate, fl2: second, hd: far }))
    for (const state of ['applied', 'issued']) {
      const id = kernel.ids.next()
      const lamp = rows.find((row) => row.kind === 'device' && row.key === key && row.state === 'active')?.id ?? ''
      await insertOnce(kernel.store, 'certificates', {
        ...{ id, owner_kind: 'device', owner_id: lamp, owner_code: `m-${key}`, owner_name: `CANARY.certificate.${key}.` },
        ...{ place_path: path, state, key_kind: 'p256', authority: 'p256', key_digest: kernel.crypto.sm3(id).toString('hex') },
        ...{ request: requestOf(`m-${key}`), applied_at: now, applied_by: 'the-matrix', applied_name: '矩阵' },
        ...(state === 'issued'
          ? { certificate: 'PEM', serial: id, fingerprint: 'none', from_at: now, until_at: now + 365 * 86_400_000, decided_at: now }
          : {}),
      })
      made.push({ ...blank, kind: 'certificate', key, id, state, path, estate: path })
    }
  return made
}

const nearest = (person: Person) => (person.posts.some(({ path }) => path.includes('/bh/')) ? 'hd' : 'fl')

export const certificateInputs: Readonly<Record<string, (scene: Scene, person: Person, row: Row | undefined) => Record<string, unknown>>> =
  {
    'certificate.apply': (_scene, person) => ({
      ...{ ownerKind: 'device', ownerCode: `m-${nearest(person)}`, request: requestOf(`m-${nearest(person)}`) },
    }),
    'certificate.renew': (_scene, _person, row) => ({ request: requestOf(`m-${row?.key}`) }),
    'certificate.issue': () => ({ days: 30 }),
    'certificate.revoke': () => ({ reason: 'superseded' }),
  }
