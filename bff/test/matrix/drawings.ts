import { writeGlb } from '@liren/contract/map/glb-write'
import { sendMesh } from '../../src/capabilities/map/mesh/testing.ts'
import { geoJson, sendOverlay } from '../../src/capabilities/map/overlay/testing.ts'
import type { TestApp } from '../app.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

type Blank = Omit<Row, 'kind' | 'key' | 'id' | 'version' | 'path' | 'estate'>

const about = { source: '来源单位', takenOn: '2026-01-02' } as const

type Ask = <T>(name: string, method: string, path: string, body?: object) => Promise<T>

/** A gate of each estate, drawn side by side on one street: neighbours on the map, strangers by right. */
export async function drawings(ask: Ask, blank: Blank, places: Places): Promise<Row[]> {
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

/** A state of a building of each estate. */
export async function stageEntries(ask: Ask, blank: Blank, places: Places): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, officer] of [
    ['fl', 'officer'],
    ['fl2', 'officer'],
    ['hd', 'far-officer'],
  ] as const) {
    const { building } = places.at[key]
    const estate = key === 'fl' ? places.estate : key === 'fl2' ? places.second : places.far
    const body = { ...about, stage: 'design', name: `CANARY.stage-entry.${key}.`, state: 'done' }
    const made = await ask<{ id: string; version: number }>(officer, 'POST', `/api/map/buildings/${building.id}/stages`, body)
    rows.push({ ...blank, kind: 'stage-entry', key, id: made.id, version: made.version, path: building.path, estate: estate.path })
  }
  return rows
}

/** One file for each estate, brought by an officer who may. */
async function filePerEstate(
  kind: 'overlay' | 'mesh',
  blank: Blank,
  places: Places,
  send: (
    officer: string,
    name: string,
    placeId: string,
  ) => Promise<{ status: number; body: { id: string; version: number }; text: string }>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [key, officer, estate] of [
    ['fl', 'officer', places.estate],
    ['fl2', 'officer', places.second],
    ['hd', 'far-officer', places.far],
  ] as const) {
    const { status, body, text } = await send(officer, `CANARY.${kind}.${key}.`, estate.id)
    if (status !== 201) throw new Error(`the ${kind} ${key} was not taken: ${text}`)
    rows.push({ ...blank, kind, key, id: body.id, version: body.version, path: estate.path, estate: estate.path })
  }
  return rows
}

/** Data of somebody else over each estate. */
export const overlays = (app: TestApp, who: (name: string) => Person, blank: Blank, places: Places): Promise<Row[]> =>
  filePerEstate('overlay', blank, places, (officer, name, placeId) => {
    const file = geoJson({ geometry: { type: 'Point', coordinates: [121.02, 31.01] } })
    return sendOverlay(app, who(officer).token ?? '', { ...about, kind: 'topic', name, placeId }, file)
  })

/** A model of each estate, not yet let count. */
export const meshes = (app: TestApp, who: (name: string) => Person, blank: Blank, places: Places): Promise<Row[]> =>
  filePerEstate('mesh', blank, places, (officer, name, placeId) => {
    const file = writeGlb([{ name: '亭', colour: [1, 0, 0], low: [0, 0, 0], high: [1, 1, 1] }])
    const anchor = { longitude: 121.02, latitude: 31.01 }
    return sendMesh(app, who(officer).token ?? '', { ...about, ...anchor, stage: 'planning', name, placeId }, file)
  })
