import { countKey, countOf, countSums } from '@liren/bff/capabilities/passage/counts'
import { credentialAt, plateAt, presencePlateAt } from '@liren/bff/capabilities/passage/row'
import { type FileRow, valuesOf } from '@liren/bff/engines/archive/row'
import { upsertRows } from '@liren/bff/kernel/store/upsert'
import { text } from '@liren/contract'
import { hintModelNames } from '@liren/contract/capabilities/hint'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'

interface Gate {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly place_path: string
  readonly full_name: string
}

interface Person {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly population: string
  readonly birth_year: number | null
}

type Car = FileRow & { readonly kind: string | null; readonly colour: string | null; readonly parking_number: string | null }

/** So many weeks lie behind the day of seeding; so many people and cars of each estate have a past. */
const weeks = 2
const most = ({ scale }: SeedContext) => ({ people: Math.min(240, scale.people / 10), cars: Math.min(150, scale.people / 16) })

/** Weeks of going in and out, and now and then something that the models point at. */
export const passages: SeedSet = {
  name: 'passages',
  text: text('通行记录与研判', 'Passages and hints'),
  run: async (context) => {
    const world = await readWorld(context)
    const book = createBook(context)
    const limit = most(context)
    for (const estate of world.estates) {
      const { doors, barriers } = gatesOf(world, estate.path)
      if (doors.length === 0 || barriers.length === 0) continue
      const people = world.people
        .filter(({ place_path }) => place_path.startsWith(estate.path))
        .slice(0, limit.people / world.estates.length)
      const cars = world.cars.filter(({ place_path }) => place_path.startsWith(estate.path)).slice(0, limit.cars / world.estates.length)
      for (const [i, person] of people.entries()) livePerson(context, book, person, doors, i)
      for (const [i, car] of cars.entries()) liveCar(context, book, car, barriers, i)
      strangers(context, book, doors)
    }
    await book.flush()
    await letIn(context)
    const [community] = await context.rows<{ id: string; path: string }>(
      "SELECT id, path FROM places WHERE kind = 'community' ORDER BY path LIMIT 1",
    )
    if (!community) return
    const usual: Readonly<Record<string, object>> = {
      'away-long': { days: 7 },
      'car-zombie': { days: 10 },
      'car-night': { days: 14, nights: 4 },
    }
    await context.insert(
      'hint_switches',
      hintModelNames.map((model) => ({
        ...{ model, community_id: community.id, place_path: community.path, is_on: 1, params: JSON.stringify(usual[model] ?? {}) },
      })),
    )
    await changeStaff(context)
  },
}

/** Who looks at the app of a resident finds where they, their children and their cars went. */
export const ownPassages: SeedSet = {
  name: 'own-passages',
  text: text('演示住户的通行记录', 'Passages of the households that can be tried'),
  run: async (context) => {
    const world = await readWorld(context)
    const book = createBook(context)
    const homes = new Set(
      (
        await context.rows<{ house_id: string }>(
          "SELECT m.house_id FROM household_members m JOIN users u ON u.id = m.user_id WHERE u.persona IS NOT NULL AND m.state = 'active'",
        )
      ).map(({ house_id }) => house_id),
    )
    const seen = await context.rows<{ id: string | null }>('SELECT DISTINCT COALESCE(person_id, vehicle_id) AS id FROM passages')
    const known = new Set(seen.map(({ id }) => id))
    const isNew = ({ id, place_id }: Pick<Person, 'id' | 'place_id'>) => homes.has(place_id) && !known.has(id)
    for (const estate of world.estates) {
      const { doors, barriers } = gatesOf(world, estate.path)
      if (doors.length === 0 || barriers.length === 0) continue
      for (const person of world.people)
        if (isNew(person) && person.place_path.startsWith(estate.path)) livePerson(context, book, person, doors, 0)
      for (const car of world.cars) if (isNew(car) && car.place_path.startsWith(estate.path)) liveCar(context, book, car, barriers, 0)
    }
    await book.flush()
  },
}

/** The house decides at the barriers of every estate: registered cars come in, others as temporary ones. */
async function letIn({ rows, insert, now }: SeedContext): Promise<void> {
  const estates = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind = 'estate' ORDER BY path")
  await insert(
    'admission_rules',
    estates.map(({ id, path }) => ({
      ...{ place_id: id, place_path: path, is_on: 1, unknown_plate: 'temporary', is_fuzzy: 1, updated_at: now, version: 1 },
    })),
  )
}

/** Two organisations of which many left at once. */
async function changeStaff({ rows, insert, ids, now }: SeedContext): Promise<void> {
  const orgs = await rows<{ id: string; staff: number }>('SELECT id, staff FROM orgs WHERE staff >= 4 ORDER BY id LIMIT 2')
  await insert(
    'archive_changes',
    orgs.map(({ id, staff }) => ({
      ...{ id: ids.at(now - 6 * day), archive: 'org', file_id: id, changed_at: now - 6 * day, changed_by: null, action: 'updated' },
      ...{ source: 'collected', reason: null, file_version: 1 },
      changes: JSON.stringify([{ field: 'staff', before: String(Math.round(staff * 2.2)), after: String(staff) }]),
    })),
  )
}

async function readWorld({ rows }: SeedContext) {
  return {
    estates: await rows<{ path: string }>("SELECT path FROM places WHERE kind = 'estate' ORDER BY path"),
    gates: await rows<Gate>(
      "SELECT d.id, d.code, d.name, d.kind, d.place_path, p.full_name FROM devices d JOIN places p ON p.id = d.place_id WHERE d.kind IN ('door', 'barrier') AND d.stage = 'active' ORDER BY d.code",
    ),
    people: await rows<Person>(
      "SELECT id, place_id, place_path, population, birth_year FROM people WHERE state = 'active' ORDER BY CASE WHEN population = 'key' THEN 0 ELSE 1 END, id",
    ),
    cars: await rows<Car>("SELECT * FROM vehicles WHERE state = 'active' ORDER BY id"),
  }
}

function gatesOf({ gates }: Awaited<ReturnType<typeof readWorld>>, path: string) {
  const at = (kind: string) => gates.filter((gate) => gate.kind === kind && gate.place_path.startsWith(path))
  return { doors: at('door').filter(({ place_path }) => place_path.includes('/gate-')), barriers: at('barrier') }
}

interface Passing {
  readonly gate: Gate
  readonly at: number
  readonly direction: 'in' | 'out'
  readonly person?: Person | undefined
  readonly car?: Car | undefined
  readonly plate?: string | undefined
  readonly card?: string | undefined
  readonly colour?: string | undefined
}

type Book = ReturnType<typeof createBook>

/** Collects passages with their sums and the last of each, and writes every table in one go. */
function createBook({ kernel, ids, now, insert, tx }: SeedContext) {
  const kept: Row[] = []
  const sums = new Map<string, Record<string, string | number>>()
  const lasts = new Map<string, Row & { last_at: number }>()
  const { sealer } = kernel
  const place = (gate: Gate) => gate.full_name.split(' · ').slice(3).join(' · ')
  return {
    pass({ gate, at, direction, person, car, plate, card, colour }: Passing): void {
      if (at > now) return
      const id = ids.at(at)
      const local = new Date(at + 8 * hour)
      const [dayText, hourOf] = [local.toISOString().slice(0, 10), local.getUTCHours()]
      const kind = plate === undefined ? 'person' : 'vehicle'
      const type = person
        ? ['temporary', 'floating'].includes(person.population)
          ? person.population
          : 'resident'
        : car
          ? (car.kind ?? 'other')
          : 'stranger'
      const isChild = person?.birth_year != null && local.getUTCFullYear() - person.birth_year < 14
      const row: Row = {
        ...{ id, kind, gate_id: gate.id, gate_code: gate.code, gate_name: gate.name, gate_place: place(gate), place_path: gate.place_path },
        ...{
          direction,
          passed_at: at,
          heard_at: at + 900,
          day: dayText,
          hour: hourOf,
          method: kind === 'vehicle' ? 'plate' : person ? 'face' : 'card',
        },
        ...{ result: 'admitted', reason: null, type, person_id: person?.id ?? null, vehicle_id: car?.id ?? null },
        ...{ house_id: person?.place_id ?? car?.place_id ?? null, home_path: person?.place_path ?? car?.place_path ?? null },
        audience: kind === 'vehicle' || isChild ? 'home' : 'self',
        credential_sealed: card === undefined ? null : sealer.seal(card, { ...credentialAt, row: id }),
        credential_index: card === undefined ? null : sealer.blindIndex(card, credentialAt),
        plate_sealed: plate === undefined ? null : sealer.seal(plate, { ...plateAt, row: id }),
        plate_index: plate === undefined ? null : sealer.blindIndex(plate, plateAt),
        ...{ plate_colour: car ? (car.plate_kind === 'green' ? 'green' : 'blue') : null, vehicle_colour: colour ?? car?.colour ?? null },
        ...{ similarity: kind === 'vehicle' ? 97 : person ? 92 : null, temperature_c: null, has_mask: null, photo: null },
        ...{ stay_ms: null, parking: direction === 'out' ? (car?.parking_number ?? null) : null, watch_id: null, event_id: null },
      }
      const key = person?.id ?? plate
      const last = key === undefined ? undefined : lasts.get(key)
      const stay = kind === 'vehicle' && direction === 'out' && last?.last_direction === 'in' ? at - last.last_at : null
      kept.push({ ...row, stay_ms: stay })
      count(sums, countOf(row as never, at - (at % hour)))
      if (key === undefined || (last && last.last_at > at)) return
      const sealAt = ids.at(at)
      lasts.set(key, {
        ...{ id: last?.id ?? sealAt, kind, person_id: person?.id ?? null, vehicle_id: car?.id ?? null, home_path: row.home_path ?? null },
        plate_sealed: plate === undefined ? null : (last?.plate_sealed ?? sealer.seal(plate, { ...presencePlateAt, row: sealAt })),
        plate_index: plate === undefined ? null : (last?.plate_index ?? sealer.blindIndex(plate, presencePlateAt)),
        ...{ place_path: gate.place_path, last_at: at, last_gate_id: gate.id, last_gate: gate.name, last_direction: direction },
        ...{ is_inside: direction === 'in' ? 1 : 0, last_in_at: direction === 'in' ? at : (last?.last_in_at ?? null) },
        ...{
          last_in_id: direction === 'in' ? id : (last?.last_in_id ?? null),
          last_out_at: direction === 'out' ? at : (last?.last_out_at ?? null),
        },
      })
    },
    async flush(): Promise<void> {
      await insert('passages', kept)
      await insert('presences', [...lasts.values()])
      await upsertRows(kernel.store, 'passage_counts', countKey, [...sums.values()], tx, countSums)
    },
  }
}

function count(sums: Map<string, Record<string, string | number>>, one: Record<string, string | number>): void {
  const key = countKey.map((name) => one[name]).join(' ')
  const known = sums.get(key)
  if (!known) sums.set(key, { ...one })
  else for (const name of countSums) known[name] = Number(known[name]) + Number(one[name])
}

/** Midnight of the community's clocks, so many days ago. */
const midnight = (now: number, ago: number): number => Math.floor((now + 8 * hour) / day) * day - 8 * hour - ago * day

function livePerson({ dice, now }: SeedContext, book: Book, person: Person, doors: readonly Gate[], nth: number): void {
  const isAway = nth % 30 === 7
  const gather = person.population === 'key'
  for (let ago = weeks * 7; ago >= 0; ago--) {
    const start = midnight(now, ago)
    if (isAway && ago < 9) continue
    const isWeekend = [0, 6].includes(new Date(start + 20 * hour).getUTCDay())
    if (isWeekend && dice.chance(0.4)) continue
    const out = start + (isWeekend ? 9 : 7) * hour + dice.int(0, 110) * minute
    book.pass({ gate: dice.pick(doors), at: out, direction: 'out', person })
    if (isAway && ago === 9) continue
    book.pass({ gate: dice.pick(doors), at: out + dice.int(60, 600) * minute, direction: 'in', person })
  }
  // those who need attention come home within a few minutes of each other
  const first = doors[0]
  if (gather && first) book.pass({ gate: first, at: now - 2 * hour + (nth % 9) * 2 * minute, direction: 'in', person })
}

function liveCar(context: SeedContext, book: Book, car: Car, barriers: readonly Gate[], nth: number): void {
  const { dice, now, kernel } = context
  const plate = String(valuesOf(kernel, vehicleArchive, car, ['plate']).plate ?? '')
  const drive = (at: number, direction: 'in' | 'out', more: Partial<Passing> = {}) =>
    book.pass({ gate: dice.pick(barriers), at, direction, car, plate, ...more })
  if (nth % 20 === 2) {
    drive(midnight(now, 13) + 18 * hour, 'in')
    return
  }
  for (let ago = weeks * 7; ago >= 0; ago--) {
    const start = midnight(now, ago)
    if (nth % 20 === 4) {
      if (ago % 2 === 0 && ago > 0) {
        drive(start + hour + dice.int(0, 40) * minute, 'out')
        drive(start + 3 * hour + dice.int(0, 50) * minute, 'in')
      }
      continue
    }
    if (nth % 20 === 6 && ago === 1) for (let i = 0; i < 16; i++) drive(start + 7 * hour + i * 50 * minute, i % 2 === 0 ? 'out' : 'in')
    if (dice.chance(0.3)) continue
    const out = start + 7 * hour + dice.int(0, 120) * minute
    drive(out, 'out')
    drive(out + dice.int(90, 640) * minute, 'in')
  }
  if (nth % 20 === 8) drive(now - 5 * hour, 'in', { colour: car.colour === 'red' ? 'black' : 'red' })
}

/** Cards that nobody is known by, and that come every day. */
function strangers({ dice, now }: SeedContext, book: Book, doors: readonly Gate[]): void {
  for (let n = 0; n < 2; n++) {
    const card = `7${dice.int(100_000, 999_999)}`
    for (let ago = 12; ago > 0; ago--) {
      const out = midnight(now, ago) + 8 * hour + dice.int(0, 60) * minute
      book.pass({ gate: dice.pick(doors), at: out, direction: 'out', card })
      book.pass({ gate: dice.pick(doors), at: out + 9 * hour, direction: 'in', card })
    }
  }
}
