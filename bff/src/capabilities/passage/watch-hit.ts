import { appendEvents } from '../../kernel/background/outbox.ts'
import { mask } from '../../kernel/crypto/mask.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { raiseAlarm } from '../alarm/read.ts'
import { type PassageRow, watchPlateAt } from './row.ts'
import type { WatchRow } from './watch.ts'

/** The watch that this plate stands under at this gate, the gravest first. */
export async function watchOn(kernel: Kernel, plate: string, gatePath: string, at: number, tx: Tx): Promise<WatchRow | undefined> {
  const some = among('plate_index', kernel.sealer.blindIndexes(plate, watchPlateAt))
  const rows = await unscoped<WatchRow>(
    kernel.store,
    'a watched plate is looked for at every gate of its place',
    {
      sql: `SELECT * FROM plate_watches WHERE ${some.sql} AND state = 'active' AND (until_at IS NULL OR until_at > ?) ORDER BY level, id LIMIT 20`,
      params: [...some.params, at],
    },
    tx,
  )
  return rows.find((row) => gatePath.startsWith(row.place_path))
}

/** Tells those who were named, and raises an alarm that only they and their like can see. */
export async function hitWatch(kernel: Kernel, watch: WatchRow, row: PassageRow, plate: string, tx: Tx): Promise<void> {
  await kernel.store.run(
    'UPDATE plate_watches SET hits = hits + 1, last_hit_at = CASE WHEN last_hit_at IS NULL OR last_hit_at < ? THEN ? ELSE last_hit_at END WHERE id = ?',
    [row.passed_at, row.passed_at, watch.id],
    tx,
  )
  const alarm = await raiseAlarm(
    kernel,
    {
      ...{ kind: 'watched-plate', level: Number(watch.level) as 1, part: watch.id.slice(-8), audience: 'passage.watch' },
      device: { id: row.gate_id, code: row.gate_code, name: row.gate_name },
      ...{ placePath: row.place_path, placeLabel: row.gate_place, source: { kind: 'event', name: 'plate.read' }, at: row.passed_at },
      // the plate itself stays sealed with the passage
      title: { zh: `布控车辆出现 ${mask('plate', plate)}`, en: `Watched plate seen ${mask('plate', plate)}` },
      values: { watchId: watch.id, passageId: row.id, direction: row.direction },
    },
    tx,
  )
  const people = [...new Set([...(JSON.parse(watch.people) as string[]), watch.created_by])]
  const payload = {
    watchId: watch.id,
    alarmId: alarm.id,
    people,
    plate: mask('plate', plate),
    gate: row.gate_name,
    at: row.passed_at,
    level: Number(watch.level),
  }
  await appendEvents(kernel, [{ name: 'passage.watched', subject: 'passage', subjectId: row.id, payload, live: { userIds: people } }], tx)
}
