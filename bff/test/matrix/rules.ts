import type { RuleContent } from '@liren/contract/capabilities/rule'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Places } from './people.ts'
import type { Row } from './rows.ts'

/** A rule that everybody who may make rules could have made: it only tells people. */
export const plainRule: RuleContent = {
  when: [{ kind: 'event', of: { by: 'kind', kind: 'lamp' }, type: 'lamp.fault', where: [] }],
  given: [],
  actions: [{ kind: 'message', to: 'handlers', title: '路灯故障', body: '请查看' }],
  restSeconds: 60,
}

/** At each estate a rule and one firing of it, and a sliding window. */
export async function ruleRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  places: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  const now = kernel.clock.now()
  const content = JSON.stringify(plainRule)
  for (const [key, place] of Object.entries({ fl: places.estate, fl2: places.second, hd: places.far })) {
    const id = kernel.ids.next()
    const name = `CANARY.rule.${key}.`
    await insertOnce(kernel.store, 'rules', {
      ...{ id, name, place_id: place.id, place_path: place.path, place_label: place.name, content, is_enabled: 1, created_at: now },
    })
    await insertOnce(kernel.store, 'rule_versions', {
      id: kernel.ids.next(),
      rule_id: id,
      number: 1,
      name,
      content,
      saved_by: '矩阵',
      at: now,
    })
    await insertOnce(kernel.store, 'rule_firings', {
      ...{ id: kernel.ids.next(), rule_id: id, number: 1, rule_name: name, place_path: place.path, ran_at: 'cloud', cause_key: id },
      ...{ content: '{}', at: now },
    })
    rows.push({ ...blank, kind: 'rule', key, id, path: place.path, estate: place.path })
    const stream = kernel.ids.next()
    await insertOnce(kernel.store, 'streams', {
      ...{ id: stream, name: `CANARY.stream.${key}.`, place_id: place.id, place_path: place.path, place_label: place.name },
      ...{ product_id: id, property: 'powerW', take: 'average', per: 'device', created_at: now },
      ...{ length_seconds: 900, step_seconds: 300, lateness_seconds: 600 },
    })
    rows.push({ ...blank, kind: 'stream', key, id: stream, path: place.path, estate: place.path })
  }
  return rows
}
