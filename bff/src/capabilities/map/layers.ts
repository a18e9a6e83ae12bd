import * as archives from '@liren/contract/archive/all'
import { layerSpec, type MapLayer } from '@liren/contract/map/kinds'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'

/** Where the records of a layer are read, and which of them are on the map. */
export interface LayerSource {
  readonly table: string
  readonly from: string
  readonly alias: string
  readonly where: string
  /** Column of the place that a drawing stands for. */
  readonly place?: string
  /** Columns of a position of its own; everything else stands where its place is drawn. */
  readonly position?: { readonly longitude: string; readonly latitude: string }
  /** Column of the floor, where a record is on one. */
  readonly floor?: string
  /** Columns of the device or place that is the element of the model at which it is. */
  readonly device?: string
  readonly at?: string
  readonly label: string
  readonly hint: string
  readonly state: string
  /** Archives are shown by their own presenter, masked like their lists. */
  readonly searchable?: string
}

const archive = (name: 'person' | 'house' | 'space' | 'org'): LayerSource => {
  const definition = Object.values(archives).find((one) => one.name === name)
  if (!definition) throw new Error(`there is no archive ${name}`)
  const { table } = definition
  return {
    ...{ table, from: `${table} t`, alias: 't', where: "t.state = 'active'", label: "''", hint: "''", state: 'NULL', searchable: name },
    ...{ at: 't.place_id', floor: '(SELECT l.floor FROM places l WHERE l.id = t.place_id)' },
  }
}

const drawn = (kind: MapLayer): LayerSource => ({
  table: 'map_features',
  from: 'map_features t JOIN places p ON p.id = t.place_id',
  alias: 't',
  where: `t.state = 'active' AND t.kind = '${kind}'`,
  place: 't.place_id',
  // a street belongs to a place, a building is one
  ...(kind === 'building' ? { at: 't.place_id' } : {}),
  position: { longitude: 't.longitude', latitude: 't.latitude' },
  label: "CASE WHEN t.name = '' THEN p.name ELSE t.name END",
  hint: 'p.full_name',
  state: 'NULL',
})

/** How it is, as the model shows it: what is wrong with it before whether it answers. */
export const deviceState = (alias: string): string =>
  `CASE WHEN EXISTS (SELECT 1 FROM alarms o WHERE o.device_id = ${alias}.id AND o.phase IN ('open', 'active') AND o.audience IS NULL)
    THEN 'alarm' ELSE ${alias}.presence END`

export const sources: Readonly<Record<MapLayer, LayerSource>> = {
  building: drawn('building'),
  house: archive('house'),
  space: archive('space'),
  person: archive('person'),
  org: archive('org'),
  device: {
    table: 'devices',
    from: 'devices t LEFT JOIN places p ON p.id = t.place_id',
    alias: 't',
    where: "t.stage <> 'retired' AND t.stage <> 'found'",
    position: { longitude: 't.longitude', latitude: 't.latitude' },
    ...{ floor: 'COALESCE(t.floor, p.floor)', device: 't.id' },
    label: 't.name',
    hint: "COALESCE(p.full_name, '')",
    state: deviceState('t'),
  },
  repair: {
    table: 'repairs',
    from: 'repairs t',
    alias: 't',
    where: "t.phase IN ('open', 'active')",
    at: 't.place_id',
    floor: '(SELECT l.floor FROM places l WHERE l.id = t.place_id)',
    label: 't.title',
    hint: 't.place_label',
    state: 't.state',
  },
  alarm: {
    table: 'alarms',
    from: 'alarms t LEFT JOIN devices d ON d.id = t.device_id LEFT JOIN places p ON p.path = t.place_path',
    alias: 't',
    where: "t.phase IN ('open', 'active') AND t.root_id IS NULL AND t.audience IS NULL",
    position: { longitude: 'd.longitude', latitude: 'd.latitude' },
    ...{ floor: 'COALESCE(d.floor, p.floor)', device: 't.device_id', at: 'p.id' },
    label: 't.title_zh',
    hint: 't.place_label',
    state: 't.level',
  },
  zone: {
    table: 'zones',
    from: 'zones t',
    alias: 't',
    where: 't.is_enabled = 1',
    position: { longitude: 't.longitude', latitude: 't.latitude' },
    label: 't.name',
    hint: 't.place_label',
    state: `CASE WHEN EXISTS (SELECT 1 FROM zone_events e WHERE e.zone_id = t.id AND e.state IN ('raised', 'accepted', 'handled'))
      THEN 'alarm' WHEN t.is_armed = 1 THEN 'armed' ELSE 'disarmed' END`,
  },
  grid: drawn('grid'),
  entrance: drawn('entrance'),
  road: drawn('road'),
  parking: drawn('parking'),
  waste: drawn('waste'),
  service: drawn('service'),
}

/** The rows of a layer that this person may see; undefined for whoever may not see the layer at all. */
export function scopeOfLayer(principal: Principal, layer: MapLayer): Scope | undefined {
  const { permission } = layerSpec(layer)
  if (!principal.permissions.has(permission)) return undefined
  const scope = scopeWith(principal, permission, 'place')
  return scope.places.length > 0 ? scope : undefined
}

export function scopeOrRefuse(principal: Principal, layer: MapLayer): Scope {
  const scope = scopeOfLayer(principal, layer)
  if (!scope) throw refuse('permission.denied')
  return scope
}
