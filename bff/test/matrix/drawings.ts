import { writeGlb } from '@liren/contract/map/glb-write'
import { sendMesh } from '../../src/capabilities/map/mesh/testing.ts'
import { geoJson, sendOverlay } from '../../src/capabilities/map/overlay/testing.ts'
import type { TestApp } from '../app.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

type Ask = <T>(name: string, method: string, path: string, body?: object) => Promise<T>

/** A gate of each estate, drawn side by side on one street: neighbours on the map, strangers by right. */
export async function drawings(
  ask: Ask,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'version' | 'path' | 'estate'>,
  places: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, officer, estate, longitude] of [
    ['fl', 'officer', places.estate, 121.02],
    ['fl2', 'officer', places.second, 121.0201],
    ['hd', 'far-officer', places.far, 121.0202],
  ] as const) {
    const draft = {
      kind: 'entrance',
      placeId: estate.id,
      name: `CANARY.drawing.${key}.`,
      geometry: { type: 'Point', coordinates: [longitude, 31.01] },
    }
    const made = await ask<{ features: { id: string; version: number }[] }>(officer, 'POST', '/api/map/changes', {
      creates: [draft],
      changes: [],
      retires: [],
    })
    const [feature] = made.features
    if (!feature) throw new Error(`the gate ${key} was not drawn`)
    rows.push({ ...blank, kind: 'drawing', key, id: feature.id, version: feature.version, path: estate.path, estate: estate.path })
  }
  return rows
}

/** Data of somebody else over each estate. */
export async function overlays(
  app: TestApp,
  who: (name: string) => Person,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'version' | 'path' | 'estate'>,
  places: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, officer, estate] of [
    ['fl', 'officer', places.estate],
    ['fl2', 'officer', places.second],
    ['hd', 'far-officer', places.far],
  ] as const) {
    const query = { kind: 'topic', name: `CANARY.overlay.${key}.`, source: '来源单位', takenOn: '2026-01-02', placeId: estate.id } as const
    const file = geoJson({ geometry: { type: 'Point', coordinates: [121.02, 31.01] } })
    const { status, body, text } = await sendOverlay(app, who(officer).token ?? '', query, file)
    if (status !== 201) throw new Error(`the overlay ${key} was not laid: ${text}`)
    rows.push({ ...blank, kind: 'overlay', key, id: body.id, version: body.version, path: estate.path, estate: estate.path })
  }
  return rows
}

/** A model of each estate, not yet let count. */
export async function meshes(
  app: TestApp,
  who: (name: string) => Person,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'version' | 'path' | 'estate'>,
  places: Places,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, officer, estate] of [
    ['fl', 'officer', places.estate],
    ['fl2', 'officer', places.second],
    ['hd', 'far-officer', places.far],
  ] as const) {
    const query = { name: `CANARY.mesh.${key}.`, source: '来源单位', stage: 'planning', takenOn: '2026-01-02', placeId: estate.id } as const
    const file = writeGlb([{ name: '亭', colour: [1, 0, 0], low: [0, 0, 0], high: [1, 1, 1] }])
    const { status, body, text } = await sendMesh(app, who(officer).token ?? '', { ...query, longitude: 121.02, latitude: 31.01 }, file)
    if (status !== 201) throw new Error(`the model ${key} was not imported: ${text}`)
    rows.push({ ...blank, kind: 'mesh', key, id: body.id, version: body.version, path: estate.path, estate: estate.path })
  }
  return rows
}
