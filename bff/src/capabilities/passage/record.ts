import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import { normalisePlate } from '../../kernel/crypto/normalise.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { admissionOf, answerBarrier } from './admission.ts'
import { askAboutLeaver } from './conflict.ts'
import { countPassage } from './counts.ts'
import type { GateOf } from './gates.ts'
import { movePresence } from './presence.ts'
import { credentialAt, type PassageRow, plateAt } from './row.ts'
import type { Seen } from './seen.ts'
import { hitWatch, watchOn } from './watch-hit.ts'
import { type Known, normaliseCredential, personOf, stranger, vehicleOf } from './who.ts'

const hourMs = 3_600_000

/** Day and hour by the clocks of the community. */
export function whenOf(at: number, zone: string): { readonly day: string; readonly hour: number; readonly hourAt: number } {
  const day = dayOf(at, zone)
  const start = startOfDay(day, zone)
  const hour = Math.floor((at - start) / hourMs)
  return { day, hour: Math.min(23, hour), hourAt: start + hour * hourMs }
}

/** Keeps one passage: who it was, how long the car was inside, what it adds to the sums. Once for each event. */
export async function recordPassage(kernel: Kernel, seen: Seen, gate: GateOf, tx: Tx): Promise<boolean> {
  const { sealer, config, clock } = kernel
  const when = whenOf(seen.at, config.LIREN_TIME_ZONE)
  const plate = seen.plate === undefined ? '' : normalisePlate(seen.plate)
  const direction = seen.direction ?? gate.direction
  const id = kernel.ids.next()
  const told = seen.credential ?? seen.person
  const credential = told === undefined ? null : normaliseCredential(told)
  const watch = plate === '' ? undefined : await watchOn(kernel, plate, gate.placePath, seen.at, tx)
  const admission = seen.kind === 'vehicle' ? await admissionOf(kernel, { plate, seen, direction, gate, day: when.day }, tx) : undefined
  const { isAdmitted, reason } = admission ? { isAdmitted: admission.isAdmitted, reason: admission.reason } : seen
  const known = seen.kind === 'vehicle' ? await vehicleOf(kernel, admission?.plate ?? plate, tx) : await whoOf(kernel, seen, when.day, tx)
  const moved = {
    ...{ kind: seen.kind, passageId: id, personId: known.personId, vehicleId: known.vehicleId, homePath: known.homePath },
    plate,
    at: seen.at,
    direction,
    gate,
    isAdmitted,
  }
  const row: PassageRow = {
    ...{ id, kind: seen.kind, gate_id: gate.id, gate_code: gate.code, gate_name: gate.name, gate_place: gate.place },
    ...{ place_path: gate.placePath, direction, passed_at: seen.at, heard_at: clock.now(), day: when.day, hour: when.hour },
    ...{ method: seen.method, result: isAdmitted ? 'admitted' : 'refused', reason: reason?.slice(0, 200) ?? null },
    ...{ type: known.type, person_id: known.personId, vehicle_id: known.vehicleId, house_id: known.houseId },
    ...{ home_path: known.homePath, audience: known.audience },
    credential_sealed: credential === null ? null : sealer.seal(credential, { ...credentialAt, row: id }),
    credential_index: credential === null ? null : sealer.blindIndex(credential, credentialAt),
    plate_sealed: plate === '' ? null : sealer.seal(plate, { ...plateAt, row: id }),
    plate_index: plate === '' ? null : sealer.blindIndex(plate, plateAt),
    ...{ plate_colour: seen.plateColour ?? null, vehicle_colour: seen.vehicleColour?.slice(0, 24) ?? null },
    ...{ similarity: seen.similarity === undefined ? null : Math.round(seen.similarity), temperature_c: seen.temperatureC ?? null },
    ...{ has_mask: seen.hasMask === undefined ? null : Number(seen.hasMask), photo: seen.photo ?? null },
    ...{ stay_ms: null, parking: direction === 'out' ? known.parking : null, watch_id: watch?.id ?? null, event_id: seen.eventId },
    admission: admission?.admission ?? null,
  }
  if (!(await insertOnce(kernel.store, 'passages', { ...row }, tx))) return false
  await countPassage(kernel, row, when.hourAt, tx)
  if (admission) await answerBarrier(kernel, gate, admission, id, tx)
  const stay = await movePresence(kernel, moved, tx)
  if (stay !== undefined && seen.kind === 'vehicle') await kernel.store.run('UPDATE passages SET stay_ms = ? WHERE id = ?', [stay, id], tx)
  if (known.isGone && known.personId !== null && isAdmitted) await askAboutLeaver(kernel, known.personId, row, tx)
  if (watch) await hitWatch(kernel, watch, row, plate, tx)
  await appendEvents(
    kernel,
    [
      {
        ...{ name: 'passage.recorded', subject: 'passage', subjectId: id, payload: { kind: seen.kind, gateId: gate.id, direction } },
        live: { placePath: gate.placePath, permission: 'passage.read' },
      },
    ],
    tx,
  )
  return true
}

const whoOf = (kernel: Kernel, seen: Seen, day: string, tx: Tx): Promise<Known> =>
  seen.credential === undefined && seen.person === undefined
    ? Promise.resolve(stranger)
    : personOf(kernel, [seen.credential, seen.person], day, tx)
