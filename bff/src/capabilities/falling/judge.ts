import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { alarmStanding, type Judgement, type RaisedAlarm, type Told } from '../alarm/read.ts'
import { facadesOf, type SeenFacade } from '../camera/read.ts'
import { placesById } from '../place/read.ts'
import { locate, type Seen } from './locate.ts'
import type { FallRow } from './row.ts'

/** What one camera tells again within this time is the same thing falling, or its pieces. */
export const sameFallMs = 60_000

type Columns = Pick<
  FallRow,
  'floor_low' | 'floor_best' | 'floor_high' | 'unit_id' | 'ending' | 'column_label' | 'confidence' | 'method' | 'residual_m'
>
interface Placed {
  readonly seen: SeenFacade | undefined
  readonly columns: Columns
}

const nowhere: Columns = {
  ...{ floor_low: null, floor_best: null, floor_high: null, unit_id: null, ending: null, column_label: null },
  ...{ confidence: 0, method: 'none', residual_m: null },
}

/** Each thing that falls is an event of its own with its alarm; what is told again within the window joins it. */
export async function judgeFall(kernel: Kernel, told: Told, tx: Tx): Promise<Judgement> {
  const { device, event } = told
  const before = await openFall(kernel, device.id, event.at, tx)
  if (before) return { part: before.part, follow: (alarm) => repeat(kernel, before, told, alarm, tx) }
  const trajectory = pathOf(event.values)
  const placed = await placeOn(kernel, await facadesOf(kernel, device.id, tx), trajectory, event.values, tx)
  const { columns, seen } = placed
  const floors =
    columns.floor_low === null
      ? ''
      : columns.floor_low === columns.floor_high
        ? `约${columns.floor_best}层`
        : `约${columns.floor_low}–${columns.floor_high}层`
  const where = [seen?.building.label.split(' · ').at(-1), floors, columns.column_label].filter(Boolean).join(' ')
  const part = new Date(event.at + 8 * 3_600_000).toISOString().slice(5, 19).replace('T', ' ')
  return {
    ...{
      part,
      title: { zh: `高空抛物${where === '' ? '' : `：${where}`}`.slice(0, 120), en: `Falling object${where === '' ? '' : `: ${where}`}` },
    },
    ...(seen ? { placePath: seen.building.path, placeLabel: seen.building.label } : {}),
    follow: (alarm) => keep(kernel, told, { ...placed, part, trajectory }, alarm, tx),
  }
}

async function openFall(kernel: Kernel, cameraId: string, at: number, tx: Tx): Promise<FallRow | undefined> {
  const statement = {
    sql: 'SELECT * FROM falling_events WHERE camera_id = ? AND last_at >= ? AND first_at <= ? ORDER BY last_at DESC LIMIT 1',
    params: [cameraId, at - sameFallMs, at + sameFallMs],
  }
  return (await unscoped<FallRow>(kernel.store, 'a camera says again what it said before', statement, tx))[0]
}

const pathOf = (values: Readonly<Record<string, unknown>>): readonly Seen[] =>
  Array.isArray(values.trajectory) ? (values.trajectory as readonly Seen[]) : []

/** On the first facade that its path runs down; the camera's own word where there is no path. */
async function placeOn(
  kernel: Kernel,
  facades: readonly SeenFacade[],
  trajectory: readonly Seen[],
  values: Readonly<Record<string, unknown>>,
  tx: Tx,
): Promise<Placed> {
  for (const seen of facades) {
    const found = locate(seen.facade, trajectory)
    if (!found) continue
    const column = found.column === undefined ? undefined : seen.facade.columns[found.column]
    const unit = column?.unitId ? (await placesById(kernel, [column.unitId], tx)).get(column.unitId) : undefined
    const columns: Columns = {
      ...{ floor_low: found.low, floor_best: found.best, floor_high: found.high, confidence: found.confidencePercent },
      ...{ method: found.method, residual_m: found.residualMeters, unit_id: column?.unitId ?? null, ending: column?.ending ?? null },
      column_label: column === undefined ? null : `${unit ? `${unit.name} ` : ''}${column.ending}室`,
    }
    return { seen, columns }
  }
  const [seen] = facades.length === 1 ? facades : []
  const floor = Number(values.fromFloor)
  if (!Number.isInteger(floor) || floor < 1 || floor > 200) return { seen, columns: nowhere }
  const sure = typeof values.confidencePercent === 'number' ? Math.round(values.confidencePercent) : 50
  return { seen, columns: { ...nowhere, floor_low: floor, floor_best: floor, floor_high: floor, confidence: sure, method: 'told' } }
}

interface Kept extends Placed {
  readonly part: string
  readonly trajectory: readonly Seen[]
}

async function keep(kernel: Kernel, told: Told, { seen, columns, part, trajectory }: Kept, alarm: RaisedAlarm, tx: Tx): Promise<void> {
  const { device, event, times } = told
  const standing = alarm.isNew ? undefined : await alarmStanding(kernel, alarm.id, tx)
  await insert(
    kernel.store,
    'falling_events',
    {
      ...{ id: kernel.ids.next(), camera_id: device.id, camera_name: device.name.slice(0, 60), building_id: seen?.building.id ?? null },
      ...{ place_path: seen?.building.path ?? event.placePath, place_label: seen?.building.label ?? '', part, ...columns },
      ...{ trajectory: JSON.stringify(trajectory), times, first_at: event.at, last_at: event.at, alarm_id: alarm.id },
      ...{ state: standing?.state ?? 'raised', result: standing?.result ?? null, created_at: kernel.clock.now() },
    },
    tx,
  )
}

async function repeat(kernel: Kernel, before: FallRow, { event, times }: Told, alarm: RaisedAlarm, tx: Tx): Promise<void> {
  const standing = await alarmStanding(kernel, alarm.id, tx)
  await kernel.store.run(
    `UPDATE falling_events SET times = times + ?, last_at = CASE WHEN last_at < ? THEN ? ELSE last_at END, alarm_id = ?, state = ? WHERE id = ?`,
    [times, event.at, event.at, alarm.id, standing?.state ?? before.state, before.id],
    tx,
  )
}
