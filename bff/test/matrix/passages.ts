import { scoreSettingNames, scoreSettings } from '@liren/contract/capabilities/score'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Facts } from './facts.ts'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

type Blank = Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>

export const passageSubjects = [
  [/^\/api\/plate-watches\/:id/, 'watch'],
  [/^\/api\/passages\/credentials\/:id/, 'credential'],
  [/^\/api\/hints\/:id/, 'hint'],
  [/^\/api\/at-home\/houses\/:id/, 'house'],
  [/^\/api\/org-scores\/:id/, 'score'],
  [/^\/api\/passages\/gates\/:id/, 'device'],
  [/^\/api\/passages\/rules\/:id/, 'place'],
] as const

/** At each estate a plate under watch, a card bound to somebody, and a stranger who passed. */
export async function passageRows(
  { kernel }: TestApp,
  blank: Blank,
  { rows: files, facts }: { rows: readonly Row[]; facts: Facts },
  places: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  const sealed = (table: string, column: string, row: string, word: string) => ({
    [column]: kernel.sealer.seal(word, { table, column, row }),
    [column.replace('_sealed', '_index')]: kernel.sealer.blindIndex(word, { table, column }),
  })
  for (const [key, estate] of [
    ['fl', places.estate],
    ['fl2', places.second],
    ['hd', places.far],
  ] as const) {
    const personPath = files.find((file) => file.kind === 'personfile' && file.key === key)?.path ?? estate.path
    const [watch, credential, passage] = [kernel.ids.next(), kernel.ids.next(), kernel.ids.next()]
    await insertOnce(kernel.store, 'plate_watches', {
      ...{ id: watch, place_id: estate.id, place_path: estate.path, reason: `CANARY.watch.${key}.`, level: 2, people: '[]' },
      ...{ created_by: kernel.ids.next(), created_at: now, ...sealed('plate_watches', 'plate_sealed', watch, `浙A6000${rows.length}`) },
    })
    await insertOnce(kernel.store, 'passage_credentials', {
      ...{ id: credential, person_id: facts[`person-${key}`]?.id ?? '', kind: 'card', bound_at: now, live_key: `matrix-${key}` },
      ...sealed('passage_credentials', 'credential_sealed', credential, `7700${rows.length}`),
    })
    await insertOnce(kernel.store, 'passages', {
      ...{ id: passage, kind: 'vehicle', gate_id: watch, gate_code: key, gate_name: `CANARY.watch.${key}.`, gate_place: '' },
      ...{ place_path: estate.path, direction: 'in', passed_at: now, heard_at: now, day: '2026-03-02', hour: 10, method: 'plate' },
      ...{ result: 'admitted', type: 'stranger', audience: 'home', watch_id: watch },
    })
    const hint = kernel.ids.next()
    await insertOnce(kernel.store, 'hints', {
      ...{ id: hint, model: 'car-zombie', model_version: '1.0', community_id: places.community.id, place_path: estate.path },
      ...{ subject: 'vehicle', open_key: hint, params: '{}', facts: `{"days":"CANARY.hint.${key}."}`, passage_ids: '[]', records: '[]' },
      ...{ confidence: 70, raised_at: now, seen_at: now },
    })
    const house = places.at[key].first
    await insertOnce(kernel.store, 'athome_houses', {
      ...{ house_id: house.id, place_path: house.path, community_id: kernel.ids.next(), name: `CANARY.athome.${key}.`, state: 'away' },
      ...{ confidence: 80, people: 1, judged_at: now, changed_at: now, next_at: now + 365 * 86_400_000 },
    })
    const org = kernel.ids.next()
    await insertOnce(kernel.store, 'org_scores', {
      ...{ org_id: org, place_path: estate.path, place_name: estate.name, name: `CANARY.score.${key}.`, kind: 'company' },
      ...{ score: 35, level: 3, since_at: now, changed_at: now, items: '[]' },
    })
    rows.push({ ...blank, kind: 'score', key, id: org, path: estate.path, estate: estate.path })
    rows.push({ ...blank, kind: 'athome', key, id: house.id, path: house.path, estate: estate.path })
    rows.push({ ...blank, kind: 'hint', key, id: hint, path: estate.path, estate: estate.path })
    rows.push({ ...blank, kind: 'watch', key, id: watch, path: estate.path, estate: estate.path })
    rows.push({ ...blank, kind: 'credential', key, id: credential, path: personPath, estate: estate.path })
  }
  return rows
}

const nearest = ({ posts }: Person): 'fl' | 'fl2' | 'hd' => {
  const path = posts[0]?.path ?? ''
  return path.includes('/bh/') || path.includes('/hd/') ? 'hd' : path.includes('/fl2/') ? 'fl2' : 'fl'
}
const estateOf = ({ places }: Scene, person: Person) => ({ fl: places.estate, fl2: places.second, hd: places.far })[nearest(person)]

export const passageInputs: Readonly<Record<string, (scene: Scene, person: Person) => Record<string, unknown>>> = {
  'passage.counts': () => ({ step: 'day' }),
  'passage.trace': ({ facts }, person) => ({ subject: 'person', id: facts[`person-${nearest(person)}`]?.id }),
  'passage.track': ({ facts }, person) => ({
    ...{ subject: 'person', id: facts[`person-${nearest(person)}`]?.id, reason: '走失老人协查' },
    ...{ from: '2026-03-01T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' },
  }),
  'passage.credentials': ({ facts }, person) => ({ personId: facts[`person-${nearest(person)}`]?.id }),
  'passage.bind': ({ facts }, person) => ({ personId: facts[`person-${nearest(person)}`]?.id, credential: '99001122' }),
  'passage.save-gate': () => ({ version: 0 }),
  'passage.save-rule': () => ({ version: 0 }),
  'passage.save-keeping': () => ({ vehicle: 365, person: 180, version: 0 }),
  'athome.save-setting': ({ places }, person) => ({
    communityId: (nearest(person) === 'hd' ? places.otherCommunity : places.community).id,
    ...{ isOn: true, purpose: '走访前得知是否有人', version: 0 },
  }),
  'score.save-setting': ({ places }, person) => ({
    communityId: (nearest(person) === 'hd' ? places.otherCommunity : places.community).id,
    ...{ values: Object.fromEntries(scoreSettingNames.map((name) => [name, scoreSettings[name].usual])), version: 0 },
  }),
  'hint.models': ({ places }, person) => ({ communityId: (nearest(person) === 'hd' ? places.otherCommunity : places.community).id }),
  'hint.save-model': ({ places }, person) => ({
    ...{ communityId: (nearest(person) === 'hd' ? places.otherCommunity : places.community).id, model: 'car-zombie', isOn: true },
    ...{ params: { days: 30 }, version: 0 },
  }),
  'passage.watch': (scene, person) => ({
    ...{ plate: '浙A99999', placeId: estateOf(scene, person).id, level: 2, people: [], untilAt: null },
  }),
}
