import { text } from '@liren/contract'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { createFiles, type SeedPlace } from '../archive-rows.ts'
import type { Row } from '../batch.ts'
import { day, minute, type SeedContext, type SeedSet } from '../set.ts'

interface Pile {
  readonly id: string
  readonly product: string
  readonly place_path: string
  readonly presence: string
}
interface Building {
  readonly id: string
  readonly path: string
}

const portsEach: Readonly<Record<string, number>> = { 'two-wheeler-socket': 10 }
/** Of the houses that somebody lives in, this share keeps an e-bike. */
const withEbike = 0.28

/** What the chargers of the sheds and garages are, how their ports stand, and the e-bikes that they are for. */
export const chargers: SeedSet = {
  name: 'chargers',
  text: text('充电设施与电动自行车', 'Chargers and e-bikes'),
  run: async (context) => {
    const { rows, insert } = context
    const piles = await rows<Pile>(
      "SELECT d.id, p.code AS product, d.place_path, d.presence FROM devices d JOIN products p ON p.id = d.product_id WHERE d.kind = 'pile' AND d.stage <> 'retired' ORDER BY d.code",
    )
    const buildings = await rows<Building>("SELECT id, path FROM places WHERE kind = 'building' AND is_retired = 0 ORDER BY path")
    await insert('chargers', recordsOf(piles, buildings))
    await insert('charging_ports', portsNow(context, piles))
    await ebikes(context)
  },
}

const isForEbikes = ({ product }: Pile): boolean => product in portsEach
const portsOf = ({ product }: Pile): number => portsEach[product] ?? 1

/** Sockets of a shed stand for one building after the other; the last one of each estate is for everybody. */
function recordsOf(piles: readonly Pile[], buildings: readonly Building[]): Row[] {
  const next = new Map<string, number>()
  return piles.map((pile) => {
    const estate = `/${pile.place_path.split('/').filter(Boolean).slice(0, 4).join('/')}/`
    const nth = next.get(estate) ?? 0
    if (isForEbikes(pile)) next.set(estate, nth + 1)
    const serves = isForEbikes(pile) ? buildings.filter(({ path }) => path.startsWith(estate))[nth] : undefined
    return {
      ...{ device_id: pile.id, place_path: pile.place_path, charger_use: isForEbikes(pile) ? 'ebike' : 'car', ports: portsOf(pile) },
      ...{ rated_volts: 220, rated_hertz: 50, serves_id: serves?.id ?? null, serves_path: serves?.path ?? pile.place_path },
    }
  })
}

function portsNow({ dice, now }: SeedContext, piles: readonly Pile[]): Row[] {
  return piles.flatMap((pile) =>
    Array.from({ length: portsOf(pile) }, (_, i) => ({
      ...{ device_id: pile.id, port: i + 1, changed_at: now - dice.int(4, 240) * minute },
      state: dice.weighted([
        ['free', 10],
        ['busy', 12],
        ['faulty', 1],
      ] as const),
    })),
  )
}

/** Plates of e-bikes have a city and six digits. */
async function ebikes(context: SeedContext): Promise<void> {
  const { rows, dice, now } = context
  const files = createFiles(context)
  const homes = await rows<{ id: string; name: string; path: string; full_name: string; grid_id: string | null }>(
    `SELECT DISTINCT p.id, p.name, p.path, p.full_name, p.grid_id FROM places p
     JOIN household_members m ON m.house_id = p.id AND m.state = 'active' WHERE p.kind = 'house' ORDER BY p.path`,
  )
  let number = 0
  for (const { full_name: fullName, grid_id: gridId, ...home } of homes) {
    if (!dice.chance(withEbike)) continue
    number++
    const place: SeedPlace = { ...home, kind: 'house', fullName, gridId, floor: null }
    files.file(
      vehicleArchive,
      place,
      {
        ...{ plate: `浙A${100_000 + number * 137}`, plateKind: 'ebike', kind: 'ebike', stay: 'resident', energy: 'electric' },
        ...{ brand: dice.pick(['云溪牌电动自行车', '梧桐牌电动自行车']), colour: dice.pick(['white', 'black', 'red', 'blue']) },
        parkingKind: 'shed',
      },
      { at: now - dice.int(20, 400) * day, source: 'property' },
    )
  }
  await files.flush(context.progress)
}
