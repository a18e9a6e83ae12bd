import { openColumns } from '@liren/bff/capabilities/hazard/key/findings'
import { text } from '@liren/contract'
import { type FindingLevel, type KeyKind, usualItems } from '@liren/contract/capabilities/hazard'
import type { Row } from '../batch.ts'
import { day, hour, type SeedContext, type SeedSet } from '../set.ts'

interface Place {
  readonly id: string
  readonly path: string
  readonly full_name: string
}
interface Point extends Place {
  readonly kind: KeyKind
  readonly name: string
  readonly everyDays: number
  readonly device?: { readonly id: string; readonly name: string }
}

interface Wrong {
  readonly note: string
  readonly level: FindingLevel
  /** How many rounds ago it was found first, and within how many days it was to be put right. */
  readonly rounds: number
  readonly days: number
}
/** What people write when something is not in order. */
const wrongs: Readonly<Record<string, Wrong>> = {
  无渗漏积水: { note: '2号泵接头滴水，已通知维保', level: 'minor', rounds: 0, days: 7 },
  门禁完好: { note: '闭门器损坏，门关不严', level: 'major', rounds: 1, days: 5 },
}

/** Key places of every estate with the inspections of two months: two due today, one late, one with faults of which one is past its day. */
export const keyPlaces: SeedSet = {
  name: 'key-places',
  text: text('重点部位与巡查', 'Key places and their inspections'),
  run: async (context) => {
    const estates = await context.rows<Place>(
      "SELECT id, path, full_name FROM places WHERE kind = 'estate' AND is_retired = 0 ORDER BY sort",
    )
    const places: Row[] = []
    const inspections: Row[] = []
    for (const estate of estates) {
      // Whoever looks after facilities there goes round.
      const [inspector] = await context.rows<{ id: string }>(
        "SELECT user_id AS id FROM duty_shifts WHERE place_id = ? AND area = 'facility' ORDER BY id LIMIT 1",
        [estate.id],
      )
      const by = inspector?.id
      if (by === undefined) continue
      for (const [i, point] of (await pointsOf(context, estate)).entries()) keep(context, { point, i, by }, places, inspections)
    }
    await context.insert('key_places', places)
    await context.insert('key_inspections', inspections)
  },
}

async function pointsOf({ rows }: SeedContext, estate: Place): Promise<Point[]> {
  const under = [estate.path, `${estate.path.slice(0, -1)}0`]
  const [building] = await rows<Place>(
    "SELECT id, path, full_name FROM places WHERE kind = 'building' AND path >= ? AND path < ? ORDER BY sort LIMIT 1",
    under,
  )
  const [garage] = await rows<Place>(
    "SELECT id, path, full_name FROM places WHERE code = 'garage' AND path >= ? AND path < ? LIMIT 1",
    under,
  )
  const [lift] = await rows<Place & { name: string; place_id: string }>(
    `SELECT d.id, d.name, d.place_id, d.place_path AS path, p.full_name FROM devices d JOIN places p ON p.id = d.place_id
     WHERE d.kind = 'lift' AND d.stage = 'active' AND d.place_path >= ? AND d.place_path < ? ORDER BY d.code LIMIT 1`,
    under,
  )
  return [
    { ...estate, kind: 'fire-control', name: '消防控制室', everyDays: 1 },
    { ...(garage ?? estate), kind: 'pump-room', name: '生活水泵房', everyDays: 7 },
    { ...estate, kind: 'power-room', name: '1号配电房', everyDays: 7 },
    ...(building ? [{ ...building, kind: 'evacuation' as const, name: '楼内疏散通道', everyDays: 15 }] : []),
    ...(lift
      ? [
          {
            id: lift.place_id,
            path: lift.path,
            full_name: lift.full_name,
            kind: 'lift' as const,
            name: lift.name,
            everyDays: 15,
            device: lift,
          },
        ]
      : []),
  ]
}

interface Kept {
  readonly point: Point
  readonly i: number
  readonly by: string
}

function keep({ ids, now }: SeedContext, { point, i, by }: Kept, places: Row[], inspections: Row[]): void {
  const since = now - 90 * day
  const id = ids.at(since)
  const items = usualItems[point.kind]
  const date = (at: number): string => new Date(at + 8 * hour).toISOString().slice(0, 10)
  /** The places whose day is today, the one whose turn is late, and the one whose last look found something. */
  const [isDue, isLate, isFaulty] = [i === 0 || i === 3, i === 2, i === 1]
  const every = point.everyDays * day
  const last = now - (isLate ? every + 2 * day : isDue ? every : Math.min(every / 2, 20 * hour))
  for (let at = last - Math.floor((60 * day) / every) * every; at <= last; at += every) {
    const findings = items.map((item) => {
      const wrong = isFaulty ? wrongs[item] : undefined
      if (wrong === undefined || at < last - wrong.rounds * every) return { item, isOk: true, note: '' }
      return { item, isOk: false, note: wrong.note, level: wrong.level, dueOn: date(last - wrong.rounds * every + wrong.days * day) }
    })
    inspections.push({
      ...{ id: ids.at(at), key_place_id: id, place_path: point.path, is_passed: findings.every(({ isOk }) => isOk) ? 1 : 0 },
      ...{ findings: JSON.stringify(findings), note: '', photos: '[]', done_by: by, done_at: at },
    })
  }
  const open = items.flatMap((item) => {
    const wrong = isFaulty ? wrongs[item] : undefined
    if (wrong === undefined) return []
    const at = last - wrong.rounds * every
    return [{ item, note: wrong.note, level: wrong.level, dueOn: date(at + wrong.days * day), at }]
  })
  places.push({
    ...{
      id,
      place_id: point.id,
      place_path: point.path,
      place_label: point.full_name.split(' · ').slice(3).join(' · ') || point.full_name,
    },
    ...{ device_id: point.device?.id ?? null, device_name: point.device?.name ?? null, kind: point.kind, name: point.name },
    ...{ items: JSON.stringify(items), every_days: point.everyDays, next_on: date(last + every), inspected_at: last, inspected_by: by },
    ...{ ...openColumns(open), created_at: since },
  })
}
