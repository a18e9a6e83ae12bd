import { readFile, writeFile } from 'node:fs/promises'
import { dayOf, startOfDay } from '@liren/bff/kernel/background/daily'
import { text } from '@liren/contract'
import { type WasteKind, wasteKinds } from '@liren/contract/capabilities/waste'
import { type ThingList, thingsFile } from '@liren/simulators/things/list'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'

interface Bin {
  readonly id: string
  readonly code: string
  readonly place_path: string
  readonly product: string
}

const daysBack = 21
const sortingOf: readonly WasteKind[] = ['kitchen', 'residual', 'recyclable', 'hazardous']
/** Of four who stand before a bin, so many at each are of the households that have a code. */
const homesWithCode = 24
const perDrop: Readonly<Record<WasteKind, number>> = { kitchen: 1.3, residual: 0.9, recyclable: 1.1, hazardous: 0.2, bulky: 0 }

/** What the last three weeks brought: drops, collections and sewage, and the codes by which bins know their households. */
export const wastePast: SeedSet = {
  name: 'waste',
  text: text('垃圾分类', 'Waste'),
  run: async (context) => {
    const { rows, insert, now } = context
    const bins = await rows<Bin>(
      "SELECT d.id, d.code, d.place_path, p.code AS product FROM devices d JOIN products p ON p.id = d.product_id WHERE d.kind = 'bin' AND d.stage <> 'retired' ORDER BY d.code",
    )
    const kindOf = (bin: Bin): WasteKind =>
      bin.product === 'sorting-bin' ? (sortingOf[(Number(bin.code.replace(/\D/g, '')) - 1) % sortingOf.length] ?? 'residual') : 'kitchen'
    await insert(
      'waste_bins',
      bins.map((bin) => ({ device_id: bin.id, place_path: bin.place_path, kinds: kindOf(bin) })),
    )
    const homes = await rows<{ id: string; path: string }>(
      `SELECT DISTINCT p.id, p.path FROM places p JOIN household_members m ON m.house_id = p.id AND m.state = 'active' WHERE p.kind = 'house' ORDER BY p.path LIMIT ${homesWithCode}`,
    )
    const cards = homes.map((home, i) => ({
      house_id: home.id,
      place_path: home.path,
      card: `LR8800${String(i + 1).padStart(6, '0')}`,
      created_at: now - 30 * day,
    }))
    await insert('waste_cards', cards)
    const sorting = bins.filter(({ product }) => product === 'sorting-bin')
    const past = sorting.flatMap((bin) => pastOf(context, bin, kindOf(bin), cards))
    for (const table of ['waste_drops', 'waste_trips', 'waste_days'] as const)
      await insert(
        table,
        past.filter((one) => one.table === table).map(({ row }) => row),
      )
    await sewagePast(context)
    await fullBin(context, bins)
    await knowPeople(
      context,
      sorting.map((bin) => ({ code: bin.code, kind: kindOf(bin) })),
      cards.map(({ card }) => card),
    )
  },
}

type Past = { readonly table: 'waste_drops' | 'waste_trips' | 'waste_days'; readonly row: Row }

function pastOf({ ids, dice, now, kernel }: SeedContext, bin: Bin, kind: WasteKind, cards: readonly { house_id: string }[]): Past[] {
  const zone = kernel.config.LIREN_TIME_ZONE
  const place = { device_id: bin.id, place_path: bin.place_path }
  const made: Past[] = []
  for (let back = daysBack; back >= 0; back--) {
    const name = dayOf(now - back * day, zone)
    const start = startOfDay(name, zone)
    const until = Math.min(now - 10 * minute, start + day)
    let [drops, judged, right, kg] = [0, 0, 0, 0]
    for (let n = dice.int(8, 14); n > 0; n--) {
      const at = start + (dice.chance(0.55) ? dice.int(18 * 60, 21 * 60) : dice.int(6 * 60, 18 * 60)) * minute
      const [isRight, weight, sure] = [
        dice.chance(0.82 + back * -0.002),
        amount(perDrop[kind] * (0.4 + dice.next() * 1.2)),
        dice.int(64, 98),
      ]
      const other = wasteKinds[dice.int(0, 3)] ?? 'residual'
      const recognised = isRight ? kind : other === kind ? 'bulky' : other
      const house = dice.chance(0.8) ? (cards[dice.int(0, cards.length - 1)]?.house_id ?? null) : null
      if (at > until) continue
      drops++
      judged++
      right += isRight ? 1 : 0
      kg += weight
      made.push({
        table: 'waste_drops',
        row: {
          id: ids.at(at),
          ...place,
          house_id: house,
          kind,
          recognised,
          confidence: sure,
          is_right: isRight ? 1 : 0,
          weight_kg: weight,
          volume_l: null,
          dropped_at: at,
        },
      })
    }
    const collectedAt = start + 9 * hour + dice.int(0, 50) * minute
    const collected = collectedAt < now && kind !== 'hazardous' ? amount(kg * (0.92 + dice.next() * 0.1)) : 0
    if (collected > 0)
      made.push({
        table: 'waste_trips',
        row: { id: ids.at(collectedAt), ...place, kind, weight_kg: collected, vehicle: '江A·D7721', day: name, collected_at: collectedAt },
      })
    made.push({
      table: 'waste_days',
      row: {
        ...place,
        day: name,
        kind,
        drops,
        judged,
        sorted_right: right,
        misused: dice.chance(0.1) ? 1 : 0,
        dropped_kg: amount(kg),
        collected_kg: collected,
      },
    })
  }
  return made
}

async function sewagePast({ rows, insert, dice, now, kernel }: SeedContext): Promise<void> {
  const meters = await rows<{ id: string; place_path: string }>("SELECT id, place_path FROM devices WHERE kind = 'sewage' ORDER BY code")
  const made: Row[] = []
  for (const meter of meters)
    for (let back = daysBack; back >= 1; back--) {
      const at = now - back * day
      const used = amount(52 + dice.next() * 10)
      made.push({
        device_id: meter.id,
        day: dayOf(at, kernel.config.LIREN_TIME_ZONE),
        place_path: meter.place_path,
        used,
        total: 0,
        flow: null,
        read_at: at,
      })
    }
  await insert('waste_sewage', made)
}

/** One bin is full on the first day, so that whoever clears bins has something to do. */
async function fullBin({ insert, ids, now, rows }: SeedContext, bins: readonly Bin[]): Promise<void> {
  const bin = bins.find(({ product }) => product === 'waste-bin')
  if (!bin) return
  const [device] = await rows<{ keeper_id: string | null }>('SELECT keeper_id FROM devices WHERE id = ?', [bin.id])
  const at = now - 38 * minute
  await insert('waste_tasks', [
    {
      ...{ id: ids.at(at), device_id: bin.id, place_path: bin.place_path, state: 'open', open_key: bin.id, percent: 93 },
      ...{ assignee_id: device?.keeper_id ?? null, opened_at: at },
    },
  ])
}

/** The simulators know who stands before the bins. */
async function knowPeople(
  { kernel }: SeedContext,
  bins: readonly { code: string; kind: WasteKind }[],
  people: readonly string[],
): Promise<void> {
  const file = thingsFile(kernel.config.LIREN_DATA)
  const content = await readFile(file, 'utf8').catch(() => undefined)
  if (content === undefined) return
  const list = JSON.parse(content) as ThingList
  const kinds = new Map(bins.map(({ code, kind }) => [code, kind]))
  const known = list.bins.map((bin) => ({ ...bin, kind: kinds.get(bin.code) ?? bin.kind, people: [...people] }))
  await writeFile(file, `${JSON.stringify({ ...list, bins: known }, null, 1)}\n`, { mode: 0o600 })
}

const amount = (value: number): number => Math.round(value * 100) / 100
