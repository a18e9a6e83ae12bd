import { namesOf } from '@liren/bff/kernel/identity/directory'
import { builtinRoleId } from '@liren/bff/kernel/identity/index'
import { text } from '@liren/contract'
import type { AlarmKind, AlarmLevel } from '@liren/contract/capabilities/alarm'
import { hazardAreaOf, pushWithin } from '@liren/contract/capabilities/hazard'
import type { Row } from '../batch.ts'
import { day, hour, type SeedContext, type SeedSet } from '../set.ts'

interface Place {
  readonly id: string
  readonly path: string
  readonly name: string
}
interface Raised {
  readonly id: string
  readonly kind: AlarmKind
  readonly level: AlarmLevel
  readonly place_path: string
  readonly created_at: number
}
const week = [1, 2, 3, 4, 5, 6, 7]
const turns = [
  { days: week, from: '08:00', to: '20:00' },
  { days: week, from: '20:00', to: '08:00' },
] as const

/** The roster of every estate, and the work orders of all hazards that the alarms of the demonstration are. */
export const hazards: SeedSet = {
  name: 'hazards',
  text: text('值班表与隐患工单', 'The roster and work orders of hazards'),
  run: async (context) => {
    const { rows, insert } = context
    const estates = await rows<Place>("SELECT id, path, name FROM places WHERE kind = 'estate' ORDER BY sort")
    const shifts = await rosterOf(context, estates)
    await insert('duty_shifts', shifts)
    const raised = await rows<Raised>(
      'SELECT id, kind, level, place_path, created_at FROM alarms WHERE audience IS NULL ORDER BY created_at, id',
    )
    const names = await namesOf(
      context.kernel,
      shifts.map((row) => String(row.user_id)),
      context.tx,
    )
    const made = createOrders(context, estates, shifts, names)
    for (const alarm of raised) made.add(alarm)
    await insert('hazard_orders', made.orders)
    await insert('alarm_entries', made.entries)
  },
}

/** Guards watch over fire by day and night, repair workers over facilities; where there is one only, both turns are theirs. */
async function rosterOf({ rows, ids, now }: SeedContext, estates: readonly Place[]): Promise<Row[]> {
  const since = now - 60 * day
  const made: Row[] = []
  for (const estate of estates)
    for (const [area, role] of [
      ['fire', 'guard'],
      ['facility', 'repair-worker'],
    ] as const) {
      const people = await rows<{ id: string }>(
        "SELECT DISTINCT subject_id AS id FROM role_assignments WHERE subject_kind = 'user' AND role_id = ? AND place_path = ? ORDER BY subject_id",
        [builtinRoleId(role), estate.path],
      )
      for (const [i, turn] of turns.entries()) {
        const person = people[i % Math.max(people.length, 1)]
        if (!person) continue
        made.push({
          ...{ id: ids.at(since), place_id: estate.id, place_path: estate.path, place_label: estate.name, area, user_id: person.id },
          ...{ plan: JSON.stringify([turn]), created_at: since },
        })
      }
    }
  return made
}

/** By the clock of the demonstration's community. */
const hourOf = (at: number): number => new Date(at + 8 * hour).getUTCHours()
const isDay = (at: number): boolean => hourOf(at) >= 8 && hourOf(at) < 20

function createOrders(
  { ids, dice, now }: SeedContext,
  estates: readonly Place[],
  shifts: readonly Row[],
  names: ReadonlyMap<string, string>,
) {
  const orders: Row[] = []
  const entries: Row[] = []
  const counts = new Map<string, number>()
  return {
    orders,
    entries,
    add(alarm: Raised): void {
      const area = hazardAreaOf(alarm.kind)
      if (area === undefined) return
      const at = Number(alarm.created_at)
      const estate = estates.find(({ path }) => alarm.place_path.startsWith(path))
      const wanted = JSON.stringify([turns[isDay(at) ? 0 : 1]])
      const duty = shifts
        .filter((row) => row.place_id === estate?.id && row.area === area && row.plan === wanted)
        .map((row) => String(row.user_id))
      const date = new Date(at + 8 * hour).toISOString().slice(2, 10).replaceAll('-', '')
      const count = (counts.get(date) ?? 0) + 1
      counts.set(date, count)
      // apart from those that the house counts today
      const number = `YH${date}-${at > now - day ? 'D' : ''}${String(count).padStart(4, '0')}`
      // a message now and then finds its reader late
      const pushedAt = at + (dice.int(1, 20) === 1 ? pushWithin[alarm.level] + 40_000 : dice.int(1, 4) * 1000)
      orders.push({
        ...{ id: alarm.id, number, area, place_path: alarm.place_path, estate_id: estate?.id ?? null, duty: JSON.stringify(duty) },
        ...{ push_due_at: at + pushWithin[alarm.level], pushed_at: pushedAt, created_at: at },
      })
      const step = { alarm_id: alarm.id, state: 'raised', actor_id: null, actor_name: null, photos: null }
      entries.push({ ...step, id: ids.at(at + 500), action: 'order', note: number, at: at + 500 })
      for (const id of duty) entries.push({ ...step, id: ids.at(pushedAt), action: 'push', note: names.get(id) ?? null, at: pushedAt })
    },
  }
}
