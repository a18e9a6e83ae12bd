import { clipKey } from '../../src/capabilities/camera/finish.ts'
import { pack } from '../../src/capabilities/camera/pack.ts'
import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import { photo } from '../../src/kernel/upload/testing.ts'
import type { TestApp } from '../app.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

export const cameraSubjects = [
  [/^\/api\/cameras\/:id/, 'camera'],
  [/^\/api\/camera-clips\/:id/, 'clip'],
  [/^\/api\/falling-objects\/:id/, 'fall'],
] as const

type Over = (scene: unknown, person: Person, row: Row | undefined) => Record<string, unknown>

export const cameraInputs: Readonly<Record<string, Over>> = {
  'camera.save': (_scene, _person, row) => ({ source: 'simulator', url: 'gate', sirenId: null, covers: [], version: row?.version ?? 1 }),
  'camera.look': () => ({ reason: '核实情况', alarmId: undefined }),
  'camera.play': () => ({ reason: '核实情况', alarmId: undefined }),
}

/** At each estate a camera that was set up, with a clip. */
export async function cameraRows({ kernel }: TestApp, blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>, places: Places) {
  const rows: Row[] = []
  const now = kernel.clock.now()
  const bytes = pack([{ at: now, jpeg: await photo(64, 48) }])
  for (const [key, place] of Object.entries({ fl: places.estate, fl2: places.second, hd: places.far })) {
    const [id, clip] = [kernel.ids.next(), kernel.ids.next()]
    await insertOnce(kernel.store, 'devices', {
      ...{
        id,
        code: `camera-${key}`,
        name: `CANARY.camera.${key}.`,
        kind: 'camera',
        stage: 'active',
        place_id: place.id,
        place_path: place.path,
      },
      ...{ protocol: 'camera-http', address: '{}', state: '{}', source: 'people', entered_at: now, created_at: now, presence: 'unknown' },
    })
    await insertOnce(kernel.store, 'cameras', {
      ...{ id, place_path: place.path, source: 'simulator', url: 'gate', user_name: '', has_people: 1, is_buffered: 0, saved_at: now },
    })
    await insertOnce(kernel.store, 'camera_clips', {
      ...{ id: clip, camera_id: id, camera_name: `CANARY.clip.${key}.`, place_path: place.path, kind: 'clip', state: 'kept', at: now },
      ...{ from_at: now, to_at: now, due_at: now, first_at: now, last_at: now, frames: 1, is_evidence: 1, created_at: now },
    })
    await kernel.files.put(clipKey(clip), bytes, 'application/octet-stream')
    const fall = kernel.ids.next()
    await insertOnce(kernel.store, 'falling_events', {
      ...{
        id: fall,
        camera_id: id,
        camera_name: `CANARY.fall.${key}.`,
        building_id: null,
        place_path: place.path,
        place_label: place.name,
      },
      ...{ part: '03-02 10:00:00', method: 'none', trajectory: '[]', first_at: now, last_at: now, state: 'raised', created_at: now },
    })
    rows.push({ ...blank, kind: 'fall', key, id: fall, path: place.path, estate: '/' })
    rows.push({ ...blank, kind: 'camera', key, id, path: place.path, estate: '/' })
    rows.push({ ...blank, kind: 'clip', key, id: clip, path: place.path, estate: '/' })
  }
  return rows
}
