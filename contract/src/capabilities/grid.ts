import { archive, archiveCapability, f } from '../archive/index.ts'
import { text } from '../kernel/text.ts'

/** The area of one grid worker. Which houses it covers is said by the place tree; this is what is known of it besides. */
export const gridArchive = archive({
  name: 'grid',
  text: text('网格', 'Grid'),
  table: 'grid_files',
  path: '/api/grids',
  places: ['grid'],
  onePerPlace: true,
  title: ['name'],
  hint: ['kind'],
  unique: [['code']],
  freshDays: 365,
  wanted: ['leaderName', 'leaderPhone', 'boundary', 'area', 'homes', 'people'],
  groups: {
    basic: [
      '网格信息',
      'Grid',
      {
        code: f.code('网格编码', 'Code of the grid', { required: true, max: 30, find: 'equal', list: 'shown' }),
        name: f.text('网格名称', 'Name', { required: true, max: 60, find: 'pieces', list: 'shown' }),
        kind: f.choice(
          '网格类型',
          'Kind',
          [
            ['home', '居住网格', 'Homes'],
            ['trade', '商业网格', 'Trade'],
            ['special', '专属网格', 'Special'],
            ['mixed', '混合网格', 'Mixed'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        area: f.number('面积', 'Area', { unit: text('平方米', 'm²'), list: 'offered' }),
        homes: f.whole('户数', 'Homes', { max: 100_000, list: 'shown' }),
        people: f.whole('人口数', 'People', { max: 1_000_000, list: 'shown' }),
        coverage: f.note('覆盖范围', 'What it covers', { max: 500 }),
        boundary: f.note('边界坐标', 'Boundary', { max: 8000, hint: text('GeoJSON 多边形，CGCS2000', 'A GeoJSON polygon, CGCS2000') }),
      },
    ],
    team: [
      '网格队伍',
      'Team',
      {
        leaderName: f.text('网格长', 'Leader', { level: 'L2', max: 40, list: 'shown' }),
        leaderPhone: f.phone('网格长电话', 'Phone of the leader', { list: 'shown' }),
        workerName: f.text('专职网格员', 'Grid worker', { level: 'L2', max: 40, list: 'shown' }),
        workerPhone: f.phone('网格员电话', 'Phone of the worker', {}),
        members: f.whole('队伍人数', 'Members of the team', { max: 10_000, list: 'offered' }),
        branch: f.text('网格党支部', 'Party branch', { max: 60 }),
      },
    ],
  },
  check: (values) => gridFaults(values.boundary),
})

/** A boundary is a closed ring of at least four points; what is no polygon is told at once. */
function gridFaults(boundary: unknown) {
  if (typeof boundary !== 'string') return []
  const fault = [{ path: 'body.values.boundary', zh: '边界须为闭合的 GeoJSON 多边形', en: 'The boundary is a closed GeoJSON polygon' }]
  try {
    const shape = JSON.parse(boundary) as { type?: string; coordinates?: [number, number][][] }
    const ring = shape.type === 'Polygon' ? (shape.coordinates?.[0] ?? []) : []
    const isPoint = (point: unknown) =>
      Array.isArray(point) && point.length === 2 && Math.abs(Number(point[0])) <= 180 && Math.abs(Number(point[1])) <= 90
    const isClosed = ring.length >= 4 && JSON.stringify(ring[0]) === JSON.stringify(ring.at(-1))
    return isClosed && ring.every(isPoint) ? [] : fault
  } catch {
    return fault
  }
}

export const grid = archiveCapability(gridArchive)
