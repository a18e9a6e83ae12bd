import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

type Blank = Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>

/** At each estate an account that somebody wants closed. */
export async function rightsRows({ kernel }: TestApp, blank: Blank, people: readonly Person[], { at }: Places): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  for (const [key, name, house] of [
    ['fl', 'owner', at.fl.first],
    ['fl2', 'second-owner', at.fl2.first],
    ['hd', 'far-owner', at.hd.first],
  ] as const) {
    const id = kernel.ids.next()
    const ownerId = people.find((person) => person.name === name)?.id ?? ''
    const times = { due_at: now + 86_400_000, created_at: now }
    const about = { kind: 'closing', state: 'cooling' }
    await insertOnce(kernel.store, 'rights_requests', { id, user_id: ownerId, place_path: house.path, ...about, ...times })
    rows.push({ ...blank, kind: 'rights', key, id, ownerId, path: house.path, estate: house.path })
  }
  return rows
}
