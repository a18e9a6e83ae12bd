import { type Line, type Position, planeAt, rounded } from '@liren/contract/map/position'

/** Where the fictional community lies on the map; nothing is really there. */
export const origin = { longitude: 121.02, latitude: 31.01 }

/** Metres east and north of the middle of the community. */
const plane = planeAt([origin.longitude, origin.latitude])
export const at = (x: number, y: number): Position => rounded(plane.from([x, y]))
export const line = (...points: readonly Position[]): Line => points.map(([x, y]) => at(x, y))
export const ring = (...corners: readonly Position[]): Line => line(...corners, corners[0] as Position)
export const box = (x: number, y: number, width: number, height: number): Line =>
  ring([x - width / 2, y - height / 2], [x + width / 2, y - height / 2], [x + width / 2, y + height / 2], [x - width / 2, y + height / 2])

export const columns = 4
const between = { x: 57, y: 55 }

/** South-west building of each estate. */
export const estateCorner = { fl: [-572, 223], wtl: [0, -334], wjf: [572, 334] } as const satisfies Record<string, Position>
export type PlannedEstate = keyof typeof estateCorner

/** Towers are square, older slabs long and narrow. */
export const footprint = { fl: [42, 14], wtl: [44, 11], wjf: [30, 22] } as const satisfies Record<PlannedEstate, Position>

/** The b-th building, from one, in rows of four from south-west to north-east. */
export const buildingAt = (estate: PlannedEstate, b: number): Position => {
  const [x, y] = estateCorner[estate]
  return [x + between.x * ((b - 1) % columns), y + between.y * Math.floor((b - 1) / columns)]
}

export const rowsOf = (buildings: number): number => Math.max(1, Math.ceil(buildings / columns))

export function estateBox(estate: PlannedEstate, buildings: number): { west: number; south: number; east: number; north: number } {
  const [x, y] = estateCorner[estate]
  return { west: x - 45, south: y - 75, east: x + between.x * (columns - 1) + 45, north: y + between.y * (rowsOf(buildings) - 1) + 40 }
}

type AreaKind = 'entrance' | 'waste' | 'service' | 'parking' | 'space'

/** Common ground of an estate, south of its first row: where it is, how large, and what it is drawn as. */
const areaPlan: Readonly<Record<string, readonly [kind: AreaKind, x: number, y: number, width?: number, height?: number]>> = {
  'gate-e': ['entrance', 216, -24],
  'gate-w': ['entrance', -45, -24],
  garden: ['space', 90, -50, 52, 24],
  garage: ['parking', 18, -54, 34, 20],
  bins: ['waste', 204, -64],
  ebikes: ['space', -28, -58, 18, 9],
  play: ['space', 52, -50, 14, 14],
  track: ['space', 90, -70, 120, 4],
  power: ['space', -32, -42, 8, 6],
  pumps: ['space', 204, -46, 8, 6],
  lane: ['space', 85, 27, 200, 5],
  parcels: ['service', 192, -36],
  hall: ['space', 170, -58, 22, 12],
  square: ['space', 136, -50, 26, 18],
}

export function areaOf(estate: PlannedEstate, code: string) {
  const [x, y] = estateCorner[estate]
  const [kind, dx, dy, width = 0, height = 0] = areaPlan[code] ?? (['space', 100, -60, 10, 10] as const)
  return { kind, x: x + dx, y: y + dy, width, height }
}

/** The four streets that run north, and where they meet the southern and northern border. */
const corners = [
  { x: -720, south: -500, north: 490 },
  { x: -280, south: -530, north: 512 },
  { x: 400, south: -520, north: 505 },
  { x: 900, south: -490, north: 480 },
] as const
const strips = { fl: 0, wtl: 1, wjf: 2 } as const

export const community: Line = ring(
  ...corners.map(({ x, south }): Position => [x, south]),
  ...[...corners].reverse().map(({ x, north }): Position => [x, north]),
)

/**
 * The grids of an estate's side of the community: one, or two that part between the first half of the buildings and the
 * second, with a step where that falls within a row. Both share that line, so nothing overlaps and nothing is left over.
 */
export function gridRings(estate: PlannedEstate, buildings: number, isParted: boolean): readonly Line[] {
  const [west, east] = [corners[strips[estate]], corners[strips[estate] + 1]] as [(typeof corners)[number], (typeof corners)[number]]
  const south: readonly Position[] = [
    [west.x, west.south],
    [east.x, east.south],
  ]
  const north: readonly Position[] = [
    [east.x, east.north],
    [west.x, west.north],
  ]
  if (!isParted) return [ring(...south, ...north)]
  const half = Math.floor(buildings / 2)
  const [row, column] = [Math.floor(half / columns), half % columns]
  const [x, y] = estateCorner[estate]
  const below = y + between.y * row - between.y / 2
  const step = x + between.x * column - between.x / 2
  const parting: readonly Position[] =
    column === 0
      ? [
          [west.x, below],
          [east.x, below],
        ]
      : [
          [west.x, below + between.y],
          [step, below + between.y],
          [step, below],
          [east.x, below],
        ]
  return [ring(...south, ...[...parting].reverse()), ring(...parting, ...north)]
}

export const streets: readonly (readonly [name: string, path: Line])[] = [
  ['梧桐路', line([-720, 60], [-280, 45], [400, 40], [900, 55])],
  ['枫林路', line([-280, -530], [-280, 45], [-280, 512])],
  ['云溪路', line([400, -520], [400, 40], [400, 505])],
  ['滨河路', line([-720, 425], [-280, 440], [400, 438], [500, 445], [900, 445])],
]

export const river: Line = ring(
  ...([
    [-712, 455],
    [-280, 470],
    [400, 466],
    [896, 458],
  ] as const),
  ...([
    [896, 476],
    [400, 500],
    [-280, 506],
    [-712, 486],
  ] as const),
)
export const park: Line = ring([-230, 90], [350, 85], [350, 380], [120, 400], [-230, 390])
export const pond: Line = ring([-40, 200], [40, 170], [130, 210], [110, 280], [20, 300], [-50, 260])
