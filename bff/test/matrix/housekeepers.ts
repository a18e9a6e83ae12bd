import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const housekeeperSubjects = [
  [/^\/api\/housekeepers\/:id/, 'housekeeper-post'],
  [/^\/api\/housekeeper-absences\/:id/, 'housekeeper-absence'],
  [/^\/api\/housekeeper-talks\/:id/, 'housekeeper-talk'],
  [/^\/api\/housekeeper-asks\/:id/, 'housekeeper-ask'],
] as const

/** At each estate a housekeeper with a substitute to come, and at two of them a resident who was answered and goes on asking. */
export async function housekeeperRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  people: readonly Person[],
  { at, estate, second, far }: Places,
) {
  const rows: Row[] = []
  const facts: Record<string, { id: string; version: number }> = {}
  const now = kernel.clock.now()
  const who = (name: string) => people.find((person) => person.name === name)?.id as string
  const insert = async (table: string, row: Record<string, string | number | null>) => {
    const id = kernel.ids.next()
    await insertOnce(kernel.store, `housekeeper_${table}`, { id, ...row })
    return id
  }
  for (const [key, place, holder, substitute, keeper, resident] of [
    ['fl', estate, 'housekeeper', 'manager', 'housekeeper', 'owner'],
    ['fl2', second, 'second-worker', 'second-manager', undefined, undefined],
    ['hd', far, 'far-worker', 'far-manager', 'two-posts', 'far-owner'],
  ] as const) {
    const holderId = who(holder)
    const label = `CANARY.housekeeper-post.${key}.`
    const post = await insert('posts', {
      place_id: place.id,
      place_path: place.path,
      place_label: label,
      keeper_id: holderId,
      since_at: now,
      open_key: place.id,
    })
    facts[`housekeeper-post-${key}`] = { id: post, version: 1 }
    rows.push({ ...blank, kind: 'housekeeper-post', key, id: post, path: place.path, estate: place.path })
    const away = {
      keeper_id: holderId,
      substitute_id: who(substitute),
      place_path: place.path,
      reason: `CANARY.housekeeper-absence.${key}.`,
    }
    const absence = await insert('absences', { ...away, from_at: now + 300 * 86_400_000, until_at: now + 301 * 86_400_000 })
    rows.push({ ...blank, kind: 'housekeeper-absence', key, id: absence, path: place.path, estate: place.path })
    if (!resident) continue
    const keeperId = who(keeper)
    const house = at[key].first
    const whose = { resident_id: who(resident), house_id: house.id, place_path: house.path, keeper_id: keeperId }
    const shown = { ...whose, place_label: `CANARY.housekeeper-talk.${key}.` }
    const talk = await insert('talks', { ...shown, post_id: post, last_at: now, last_side: 'resident', due_at: now, created_at: now })
    const word = kernel.ids.next()
    const content = kernel.sealer.seal(`CANARY.housekeeper-talk.${key}.`, { table: 'housekeeper_words', column: 'content', row: word })
    await insertOnce(kernel.store, 'housekeeper_words', {
      ...{ id: word, talk_id: talk, side: 'resident', author_id: who(resident), kind: 'cleaning', content, at: now },
    })
    const asked = { talk_id: talk, word_id: word, kind: 'cleaning', state: 'answered', asked_at: now, due_at: now, answered_at: now }
    const ask = await insert('asks', { ...whose, ...asked, place_label: `CANARY.housekeeper-ask.${key}.` })
    const held = { ownerId: who(resident), handlerId: keeperId, home: house.path }
    rows.push({ ...blank, kind: 'housekeeper-talk', key, id: talk, path: house.path, estate: '/', ...held })
    rows.push({ ...blank, kind: 'housekeeper-ask', key, id: ask, path: house.path, estate: '/', ...held })
  }
  return { rows, facts }
}
