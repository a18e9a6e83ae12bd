import { sealContact } from '@liren/bff/capabilities/supply/row'
import { numberOf } from '@liren/bff/capabilities/supply/submit'
import { day, hour, type SeedSet } from '../set.ts'
import { readWorld } from '../world.ts'

/** How far each of the invented applications has come: its state, and the steps with the days since. */
const told = [
  { kind: 'meter', utility: 'electricity', state: 'submitted', note: '装修后需要加一块电表', steps: [['submit', 0.3]], due: 1.7 },
  {
    kind: 'change',
    utility: 'water',
    state: 'arranged',
    note: '水表走字偏快，申请检定',
    steps: [
      ['submit', 3],
      ['accept', 2],
      ['arrange', 1],
    ],
    due: 1,
  },
  {
    kind: 'rename',
    utility: 'gas',
    state: 'closed',
    note: '房屋过户',
    steps: [
      ['submit', 20],
      ['accept', 19],
      ['arrange', 18],
      ['finish', 16],
      ['confirm', 15],
    ],
    due: null,
  },
] as const

/** Applications of the resident of the demonstration: one that waits, one with a visit ahead, one that is closed. */
export const supplyApplications: SeedSet = {
  name: 'supply',
  text: { zh: '用能申办', en: 'Energy service applications' },
  async run(context) {
    const { kernel, insert, ids, now } = context
    const world = await readWorld(context)
    const resident = world.personas.get('resident')
    const home = world.estates.flatMap(({ homes }) => homes).find(({ reporter }) => reporter.id === resident?.id)
    if (!resident || !home) return
    const { houseId, path, label } = home.spot
    const made = told.map((one) => ({ one, id: ids.at(now - one.steps[0][1] * day) }))
    await insert(
      'supply_applications',
      made.map(({ one, id }) => ({
        ...{
          id,
          number: numberOf(kernel, now - one.steps[0][1] * day, id),
          kind: one.kind,
          utility: one.utility,
          house_id: houseId,
          place_path: path,
          address: label,
        },
        ...{ parking_id: null, parking_label: null, state: one.state },
        ...{ open_key: one.state === 'closed' ? null : `${houseId}:${one.kind}:${one.utility}`, applicant_id: resident.id },
        ...{ contact_sealed: sealContact(kernel, id, { name: resident.name, phone: resident.phone }), note: one.note, materials: null },
        ...{ due_at: one.due === null ? null : now + one.due * day, reason: null, device_id: null },
        visit_on: one.state === 'submitted' ? null : new Date(now + (one.due ?? -16) * day + 8 * hour).toISOString().slice(0, 10),
        visit_window: one.state === 'submitted' ? null : 'morning',
        ...{ submitted_at: now - one.steps[0][1] * day, version: one.steps.length },
      })),
    )
    await insert(
      'supply_steps',
      made.flatMap(({ one, id }) =>
        one.steps.map(([move, days]) => ({
          id: ids.at(now - days * day),
          application_id: id,
          move,
          at: now - days * day,
          by_id: null,
          note: null,
        })),
      ),
    )
  },
}
