import { type Admission, admissions, letsIn, type PassageDirection } from '@liren/contract/capabilities/passage'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { deviceById, isRefusal, sendCommand, wakeBridge } from '../device/read.ts'
import { ruleFor } from './admission-rules.ts'
import type { GateOf } from './gates.ts'
import { nearPlates } from './near-plate.ts'
import type { Seen } from './seen.ts'

/** A car that was read longer ago is gone, or a record of the past: a barrier is not opened for it. */
const stillWaitingMs = 60_000
const why = 'a barrier asks whether a plate is registered'
const vehiclePlate = { table: 'vehicles', column: 'plate_sealed' }

interface Asked {
  readonly plate: string
  readonly seen: Seen
  readonly direction: PassageDirection
  readonly gate: GateOf
  readonly day: string
}

export interface Answered {
  readonly admission: Admission
  readonly isAdmitted: boolean
  /** The plate of the file, where a near miss was read. */
  readonly plate: string
  readonly reason: string | undefined
}

interface Registered {
  readonly id: string
  readonly plate_sealed: string
  readonly valid_from: string | null
  readonly valid_until: string | null
}

/** Whether a car that stands before a barrier on its way in may pass; undefined where the barrier decides by itself. */
export async function admissionOf(kernel: Kernel, asked: Asked, tx: Tx): Promise<Answered | undefined> {
  const { plate, seen, direction, gate, day } = asked
  if (direction !== 'in' || plate === '' || Math.abs(kernel.clock.now() - seen.at) > stillWaitingMs) return undefined
  const rule = await ruleFor(kernel, gate.placePath, tx)
  if (!rule?.is_on) return undefined
  const answer = (admission: Admission, of = plate): Answered => {
    const isAdmitted = letsIn(admission)
    return { admission, isAdmitted, plate: of, reason: isAdmitted ? undefined : admissions[admission].zh }
  }
  const cars = (plates: readonly string[]) => registered(kernel, rule.place_path, plates, tx)
  const [exact] = await cars([plate])
  if (exact) return answer(stateOn(exact, day))
  const near = rule.is_fuzzy ? (await cars(nearPlates(plate))).filter((car) => stateOn(car, day) === 'exact') : []
  const [only, ...more] = near
  if (only && more.length === 0) return answer('fuzzy', kernel.sealer.open(only.plate_sealed, { ...vehiclePlate, row: only.id }))
  if (only) return answer('unclear')
  return answer(rule.unknown_plate === 'temporary' ? 'temporary' : 'unknown')
}

const stateOn = ({ valid_from, valid_until }: Registered, day: string): 'exact' | 'early' | 'expired' =>
  valid_from !== null && day < valid_from ? 'early' : valid_until !== null && day > valid_until ? 'expired' : 'exact'

/** Cars in the files of the place with one of these plates, the one that is valid longest first. */
async function registered(kernel: Kernel, placePath: string, plates: readonly string[], tx: Tx): Promise<Registered[]> {
  if (plates.length === 0) return []
  const some = among(
    'plate_index',
    plates.flatMap((plate) => kernel.sealer.blindIndexes(plate, vehiclePlate)),
  )
  const under = underPlaces('place_path', [placePath])
  const sql = `SELECT id, plate_sealed, valid_from, valid_until FROM vehicles WHERE ${some.sql} AND ${under.sql} AND state = 'active'
    ORDER BY COALESCE(valid_until, '9999-12-31') DESC, id LIMIT 20`
  return unscoped<Registered>(kernel.store, why, { sql, params: [...some.params, ...under.params] }, tx)
}

/** Opens the barrier for whoever was let in; one that cannot be told stays as it is, and its passage says what it should have been. */
export async function answerBarrier(kernel: Kernel, gate: GateOf, answered: Answered, passageId: string, tx: Tx): Promise<void> {
  if (!answered.isAdmitted) return
  const asker = { kind: 'house' as const, id: null, name: '车牌放行' }
  const wish = { deviceId: gate.id, order: { name: 'barrier.open', values: {} }, asker, reason: admissions[answered.admission].zh }
  const sent = await sendCommand(kernel, wish, kernel.clock.now(), tx)
  if (isRefusal(sent)) return
  const device = await deviceById(kernel, gate.id, tx)
  const payload = { commandId: sent.id, bridges: device?.bridgeId == null ? [] : [device.bridgeId] }
  await appendEvents(kernel, [{ name: 'passage.admitted', subject: 'passage', subjectId: passageId, payload }], tx)
}

/** Bridges that wait for orders are woken once the one for the barrier is there to be fetched. */
export const wakeBarriers = (kernel: Kernel): Consumer => ({
  name: 'passage.wake',
  on: ['passage.admitted'],
  async handle(event) {
    for (const bridgeId of event.payload.bridges as string[]) wakeBridge(kernel, bridgeId)
  },
})
