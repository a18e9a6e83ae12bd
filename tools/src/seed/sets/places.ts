import { text } from '@liren/contract'
import type { PlaceKind } from '@liren/contract/capabilities/place'
import type { Position } from '@liren/contract/map/position'
import type { Row } from '../batch.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'
import { areaOf, at, buildingAt, estateCorner, origin } from '../street-plan.ts'

interface Node {
  readonly id: string
  readonly path: string
  readonly fullName: string
}

export const estates = {
  fl: { name: '枫林雅苑', built: 2016 },
  wtl: { name: '梧桐里', built: 1998 },
  wjf: { name: '望江府', built: 2021 },
} as const
export type EstateCode = keyof typeof estates

const areas: readonly (readonly [code: string, name: string])[] = [
  ['gate-e', '东门'],
  ['garden', '中心花园'],
  ['garage', '地下车库'],
  ['bins', '垃圾分类亭'],
  ['ebikes', '电动车棚'],
  ['gate-w', '西门'],
  ['play', '儿童乐园'],
  ['track', '健身步道'],
  ['power', '配电房'],
  ['pumps', '水泵房'],
  ['lane', '消防通道'],
  ['parcels', '快递柜'],
  ['hall', '活动室'],
  ['square', '休闲广场'],
]

const gridNames = ['第一网格', '第二网格', '第三网格', '第四网格', '第五网格', '第六网格']

/** 江临市 云溪街道 梧桐社区 with its estates, buildings, houses, grids and public areas. */
export const places: SeedSet = {
  name: 'places',
  text: text('空间：小区、楼栋、房屋、网格', 'Places: estates, buildings, houses, grids'),
  run: async (context) => {
    const tree = createTree(context)
    const city = tree.add('city', 'jl', '江临市', undefined, {})
    const street = tree.add('street', 'yx', '云溪街道', city, {})
    const community = tree.add('community', 'wt', '梧桐社区', street, origin)
    const grids = gridNames.slice(0, context.scale.grids).map((name, i) => tree.add('grid', `g${i + 1}`, name, community, { sort: i }))
    for (const [i, code] of (['fl', 'wtl', 'wjf'] as const).entries()) addEstate(context, tree, community, grids, code, i)
    await context.insert('places', tree.rows)
  },
}

const coordinates = ([x, y]: Position) => {
  const [longitude, latitude] = at(x, y)
  return { longitude, latitude }
}

type Tree = ReturnType<typeof createTree>

function createTree({ ids, now }: SeedContext) {
  const rows: Row[] = []
  const since = now - 400 * day
  return {
    rows,
    add(kind: PlaceKind, code: string, name: string, parent: Node | undefined, more: Partial<Record<string, number | string>>): Node {
      const node = {
        id: ids.at(since + rows.length),
        path: `${parent?.path ?? '/'}${code}/`,
        fullName: parent ? `${parent.fullName} · ${name}` : name,
      }
      rows.push({
        id: node.id,
        parent_id: parent?.id ?? null,
        kind,
        code,
        name,
        path: node.path,
        full_name: node.fullName,
        sort: more.sort ?? 0,
        grid_id: more.grid ?? null,
        floor: more.floor ?? null,
        area: more.area ?? null,
        longitude: more.longitude ?? null,
        latitude: more.latitude ?? null,
        address_code: more.addressCode ?? null,
        created_at: since,
      })
      return node
    },
  }
}

function addEstate(context: SeedContext, tree: Tree, community: Node, grids: readonly Node[], code: EstateCode, index: number): void {
  const { name } = estates[code]
  const [buildings, units, floors, perFloor] = context.scale.estates[code]
  const estate = tree.add('estate', code, name, community, { ...coordinates(estateCorner[code]), sort: index })
  for (const [i, [areaCode, areaName]] of areas.slice(0, context.scale.areasPerEstate).entries()) {
    const { x, y } = areaOf(code, areaCode)
    tree.add('area', areaCode, areaName, estate, { sort: 1000 + i, ...coordinates([x, y]) })
  }
  const sizes = code === 'wtl' ? [54.6, 68.2] : code === 'fl' ? [89.4, 112.7, 89.4, 128.3] : [118.5, 143.6, 143.6, 168.9]
  for (let b = 1; b <= buildings; b++) {
    // Two grids share an estate, the first half of its buildings and the second, where there are enough of them.
    const grid = grids[grids.length < 6 ? index % grids.length : index * 2 + (b > buildings / 2 ? 1 : 0)]
    const spot = coordinates(buildingAt(code, b))
    const two = String(b).padStart(2, '0')
    const building = tree.add('building', two, `${b}幢`, estate, { ...spot, sort: b, grid: grid?.id ?? '', floor: floors })
    for (let u = 1; u <= units; u++) {
      const unit = tree.add('unit', String(u), `${u}单元`, building, { sort: u, grid: grid?.id ?? '' })
      for (let floor = 1; floor <= floors; floor++) {
        for (let n = 1; n <= perFloor; n++) {
          const number = `${floor}${String(n).padStart(2, '0')}`
          tree.add('house', number, number, unit, {
            sort: floor * 100 + n,
            floor,
            area: sizes[(n - 1) % sizes.length] ?? 90,
            grid: grid?.id ?? '',
            addressCode: `JL-YX-WT-${code.toUpperCase()}-${two}-${u}-${number}`,
          })
        }
      }
    }
  }
}
