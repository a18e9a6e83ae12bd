import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kernel } from '../../../bff/src/kernel/kernel.ts'
import type { Session } from '../../../bff/src/kernel/store/connector.ts'
import { internalsOf } from '../../../bff/src/kernel/store/internals.ts'
import { unscoped } from '../../../bff/src/kernel/store/scope.ts'
import { insertRows, type Row } from '../../../tools/src/seed/batch.ts'
import { plateOf } from './company.ts'
import type { Ground } from './fill.ts'
import { putBack, withoutIndexes } from './indexes.ts'

const chunk = 100_000
/** Half a year, as long as passages of vehicles are kept at least. */
const span = 180 * 86_400_000
/** The clocks of the community, ahead of the world's. */
const ahead = 8 * 3_600_000
const plateAt = { table: 'passages', column: 'plate_sealed' } as const
const everyRefused = 997

export interface File {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
}
interface Gate {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly place: string
  readonly path: string
}
type Values = readonly (string | number | null)[]
type Sink = (rows: readonly Values[]) => Promise<void>

const columns = [
  ...['id', 'kind', 'gate_id', 'gate_code', 'gate_name', 'gate_place', 'place_path'],
  ...['direction', 'passed_at', 'heard_at', 'day', 'hour', 'method'],
  ...['result', 'reason', 'type'],
  ...['person_id', 'vehicle_id', 'house_id', 'home_path'],
  ...['audience', 'plate_sealed', 'plate_index', 'event_id'],
] as const

export const gateOf = (estate: number, n: number): string => `gate-${estate}-${n}`
const gatesOfEstate = ['东门人行', '东门车行', '西门人行']

/** Three gates for every estate, as devices: two for people and one for vehicles. */
async function gates(kernel: Kernel, ground: Ground): Promise<Gate[]> {
  const found = () =>
    unscoped<{ id: string; code: string }>(kernel.store, 'the bench looks for its own rows', {
      sql: "SELECT id, code FROM devices WHERE kind = 'bench-gate'",
      params: [],
    })
  if ((await found()).length === 0) {
    const rows = ground.estates.flatMap(({ id, path }, e) =>
      gatesOfEstate.map((name, g) => ({
        ...{ id: kernel.ids.next(), code: gateOf(e, g), name, kind: 'bench-gate', place_id: id, place_path: path },
        ...{ stage: 'active', state: '{}', created_at: kernel.clock.now() },
      })),
    )
    await kernel.store.tx((tx) => insertRows(kernel.store, 'devices', rows, tx))
  }
  const ids = new Map((await found()).map(({ id, code }) => [code, id]))
  return ground.estates.flatMap(({ name: place, path }, e) =>
    gatesOfEstate.map((name, g) => ({ id: ids.get(gateOf(e, g)) ?? '', code: gateOf(e, g), name, place, path })),
  )
}

const filesOf = (kernel: Kernel, table: 'people' | 'vehicles') =>
  unscoped<File>(kernel.store, 'the bench reads its own rows', {
    sql: `SELECT id, place_id, place_path FROM ${table} ORDER BY id`,
    params: [],
  })

export const peopleOf = (kernel: Kernel): Promise<readonly File[]> => filesOf(kernel, 'people')

/** How many there are; they are numbered without a gap. */
export async function passed(kernel: Kernel): Promise<number> {
  const [last] = await unscoped<{ id: string }>(kernel.store, 'the bench counts its own rows', {
    sql: 'SELECT id FROM passages ORDER BY id DESC LIMIT 1',
    params: [],
  })
  return last ? Number(last.id) + 1 : 0
}

const idOf = (n: number): string => String(n).padStart(26, '0')

/** Passage number `n`: seven of ten are people, one vehicle in five is a stranger, one of a thousand is refused. */
function passageMaker(kernel: Kernel, all: readonly Gate[], people: readonly File[], vehicles: readonly File[], rows: number, now: number) {
  const indexes = new Map<string, string>()
  const indexOf = (plate: string): string => {
    const known = indexes.get(plate) ?? kernel.sealer.blindIndex(plate, plateAt)
    indexes.set(plate, known)
    return known
  }
  let hour = { of: -1, day: '', clock: 0 }
  return (n: number): Values => {
    const id = idOf(n)
    const isVehicle = n % 10 >= 7
    const which = Math.floor(n / 10) * 7 + (n % 10)
    const isKnown = !isVehicle || n % 50 < 40
    const nth = isVehicle ? (which * 13) % vehicles.length : (which * 17) % people.length
    const file = isKnown ? (isVehicle ? vehicles : people)[nth] : undefined
    const plate = isVehicle ? plateOf(isKnown ? nth : vehicles.length + (which % (vehicles.length * 9))) : undefined
    const gate = all[(Math.floor(n / 3) % 20) * 3 + (isVehicle ? 1 : n % 2 === 0 ? 0 : 2)] as Gate
    const at = now - Math.round(((rows - n) * span) / rows)
    if (Math.floor(at / 3_600_000) !== hour.of) hour = hourOf(at)
    const isRefused = n % everyRefused === 0
    // one list, in the order of the columns: an object for each of ten million costs more than everything else
    return [
      ...[id, isVehicle ? 'vehicle' : 'person', gate.id, gate.code, gate.name, gate.place, gate.path],
      ...[Math.floor(n / 60) % 2 === 0 ? 'in' : 'out', at, at + 400, hour.day, hour.clock, isVehicle ? 'plate' : 'face'],
      ...[isRefused ? 'refused' : 'admitted', isRefused ? '不在有效期内' : null, file ? (isVehicle ? 'car' : 'resident') : 'stranger'],
      ...[isVehicle ? null : (file?.id ?? null), isVehicle ? (file?.id ?? null) : null, file?.place_id ?? null, file?.place_path ?? null],
      isVehicle ? 'home' : 'self',
      plate === undefined ? null : kernel.sealer.seal(plate, { ...plateAt, row: id }),
      plate === undefined ? null : indexOf(plate),
      id,
    ]
  }
}

const hourOf = (at: number) => {
  const clock = new Date(at + ahead).toISOString()
  return { of: Math.floor(at / 3_600_000), day: clock.slice(0, 10), clock: Number(clock.slice(11, 13)) }
}

/** Straight from a file, which is the quickest that the server can. */
function loader(session: Session, file: string): Sink {
  return async (rows) => {
    const lines = rows.map((row) => `${row.map((value) => value ?? '\\N').join('\t')}\n`)
    writeFileSync(file, lines.join(''))
    await session.run(`LOAD DATA INFILE '${file}' INTO TABLE passages CHARACTER SET utf8mb4 (${columns.join(', ')})`, [])
    rmSync(file)
  }
}

const asRow = (row: Values): Row => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]))

/** So that an interrupted run goes on at the same point of time. */
async function builtAt(kernel: Kernel, ground: Ground): Promise<number> {
  const [first] = await kernel.store.rows<{ created_at: number }>('SELECT created_at FROM places WHERE id = ?', [
    ground.estates[0]?.id ?? '',
  ])
  return Number(first?.created_at)
}

export interface Wanted {
  readonly rows: number
  /** Where the server of the bench may read. */
  readonly folder: string
  readonly told?: (done: number) => void
}

/** Passages up to `rows`, going on where an interrupted run ended; where much is missing, the indexes are sorted at the end. */
export async function fillPassages(kernel: Kernel, ground: Ground, { rows, folder, told }: Wanted): Promise<void> {
  const [people, vehicles] = [await filesOf(kernel, 'people'), await filesOf(kernel, 'vehicles')]
  const make = passageMaker(kernel, await gates(kernel, ground), people, vehicles, rows, await builtAt(kernel, ground))
  const from = await passed(kernel)
  const add = async (sink: Sink) => {
    for (let done = from; done < rows; done = Math.min(rows, done + chunk)) {
      const size = Math.min(chunk, rows - done)
      await sink(Array.from({ length: size }, (_, i) => make(done + i)))
      told?.(done + size)
    }
  }
  if (kernel.store.flavour !== 'mariadb') {
    await add((some) => kernel.store.tx((tx) => insertRows(kernel.store, 'passages', some.map(asRow), tx)))
    return
  }
  await internalsOf(kernel.store).connector.alone(async (session) => {
    // What a bench writes needs no second copy to restore from.
    await session.run('SET SESSION sql_log_bin = 0, unique_checks = 0', [])
    const load = () => add(loader(session, join(folder, 'passages.tsv')))
    if (rows - from > chunk) await withoutIndexes(session, 'passages', load)
    else {
      await load()
      await putBack(session, 'passages')
    }
    await session.run('SET SESSION sql_log_bin = 1, unique_checks = 1', [])
  })
  await kernel.store.run('ANALYZE TABLE passages')
}
