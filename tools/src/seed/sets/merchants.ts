import { day, hour, type SeedSet } from '../set.ts'
import { readWorld } from '../world.ts'

interface Shop {
  readonly name: string
  readonly intro: string
  readonly phone: string
  readonly stars: readonly [stars: number, rated: number, done: number]
  readonly services: readonly (readonly [name: string, unit: string, fen: number])[]
}

const shops: readonly Shop[] = [
  {
    name: '江临锁业',
    intro: '开锁换锁，随叫随到；换锁芯质保一年。',
    phone: '10000008801',
    stars: [47, 10, 13],
    services: [
      ['开锁', '次', 8000],
      ['换锁芯', '把', 12_000],
      ['智能锁安装', '套', 18_000],
    ],
  },
  {
    name: '清泉水电',
    intro: '水龙头、下水、灯具、插座，小修小补上门。',
    phone: '10000008802',
    stars: [63, 14, 20],
    services: [
      ['疏通下水', '次', 10_000],
      ['更换水龙头', '个', 6000],
      ['灯具安装', '盏', 5000],
    ],
  },
  {
    name: '和顺家电',
    intro: '空调、洗衣机、油烟机清洗维修。',
    phone: '10000008803',
    stars: [0, 0, 0],
    services: [
      ['空调清洗', '台', 9900],
      ['油烟机清洗', '台', 15_900],
    ],
  },
]

/** Three invented businesses of the community, and an order of the resident that waits for a word. */
export const merchants: SeedSet = {
  name: 'merchants',
  text: { zh: '维修商家', en: 'Repair merchants' },
  async run(context) {
    const { kernel, insert, rows, ids, now } = context
    const [place] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind = 'community' ORDER BY path LIMIT 1")
    if (!place) return
    const world = await readWorld(context)
    const keeper = world.personas.get('repair-worker')?.id ?? null
    const made = shops.map((shop) => ({ shop, id: ids.at(now - 30 * day) }))
    await insert(
      'merchants',
      made.map(({ shop, id }, at) => ({
        ...{ id, place_id: place.id, place_path: place.path, name: shop.name, intro: shop.intro, phone: shop.phone },
        ...{ keeper_id: at === 0 ? keeper : null, state: 'listed', created_at: now - 30 * day, version: 1 },
        ...{ stars: shop.stars[0], rated: shop.stars[1], done: shop.stars[2] },
      })),
    )
    await insert(
      'merchant_services',
      made.flatMap(({ shop, id }) =>
        shop.services.map(([name, unit, fen], sort) => ({
          ...{ id: ids.at(now - 30 * day), merchant_id: id, name, unit, fen, sort, is_withdrawn: 0 },
        })),
      ),
    )
    const resident = world.personas.get('resident')
    const home = world.estates.flatMap(({ homes }) => homes).find(({ reporter }) => reporter.id === resident?.id)
    const [first] = made
    if (!resident || !home || !first) return
    const id = ids.at(now - 3 * hour)
    const contact = kernel.sealer.seal(JSON.stringify({ name: resident.name, phone: resident.phone }), {
      table: 'merchant_orders',
      column: 'contact',
      row: id,
    })
    await insert('merchant_orders', [
      {
        ...{ id, number: 'WX000000-000001', merchant_id: first.id, merchant_name: first.shop.name, keeper_id: keeper },
        ...{ service_name: '换锁芯', unit: '把', fen: 12_000, quantity: 1, customer_id: resident.id, contact },
        ...{ house_id: home.spot.houseId, place_path: home.spot.path, address: home.spot.label, note: '门锁有点卡', visit_at: null },
        ...{ state: 'finished', reason: null, rating: null, comment: null, created_at: now - 3 * hour },
        ...{ accepted_at: now - 2 * hour, finished_at: now - hour, closed_at: null, version: 3 },
      },
    ])
  },
}
