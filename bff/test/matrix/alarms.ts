import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Places } from './people.ts'
import type { Row } from './rows.ts'

const kinds = { raised: 'open', shelved: 'open', merged: 'open', root: 'open', accepted: 'active', handled: 'active' } as const

/** From which of these rows an action starts. */
export const alarmStarts: Readonly<Record<string, keyof typeof kinds>> = {
  'alarm.handle': 'accepted',
  'alarm.close': 'handled',
  'alarm.return': 'handled',
  'alarm.wake': 'shelved',
  'alarm.split': 'merged',
}

type Facts = Record<string, { id: string; version: number }>

/** At each estate an alarm of every standing that something may be done from. */
export async function alarms({ kernel }: TestApp, blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>, places: Places) {
  const rows: Row[] = []
  const facts: Facts = {}
  const now = kernel.clock.now()
  for (const [key, place] of Object.entries({ fl: places.estate, fl2: places.second, hd: places.far })) {
    const root = kernel.ids.next()
    facts[`alarm-root-${key}`] = { id: root, version: 1 }
    for (const [state, phase] of Object.entries(kinds)) {
      const id = state === 'root' ? root : kernel.ids.next()
      await insertOnce(kernel.store, 'alarms', {
        ...{ id, number: `GJ-${key}-${state}`, kind: 'fire', grp: 'fire', level: 1, phase, part: '', content: '{"first":{}}' },
        ...{ state: phase === 'open' ? 'raised' : state, title_zh: `CANARY.alarm.${key}.`, title_en: '', device_code: '', device_name: '' },
        ...{ place_path: place.path, place_label: place.name, open_key: `${id}:fire:`, source_kind: 'event', source_name: 'fire.alarmed' },
        ...{ first_at: now, last_at: now, created_at: now, root_id: state === 'merged' ? root : null },
        shelved_until_at: state === 'shelved' ? now + 3_600_000 : null,
      })
      rows.push({ ...blank, kind: 'alarm', key, id, state, path: place.path, estate: place.path })
    }
  }
  return { rows, facts }
}
