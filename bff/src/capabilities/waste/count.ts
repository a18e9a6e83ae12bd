import { emptyPercent, type WasteKind } from '@liren/contract/capabilities/waste'
import { fullPercent } from '@liren/contract/device/bin'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { devicesWhere, type ToldEvent } from '../device/read.ts'
import { answerAsked, warnMisuse } from './opening.ts'
import { isWasteKind, kindsOf, numberOf } from './row.ts'
import { countSewage } from './sewage.ts'
import { emptied, openTask } from './tasks.ts'

const types = new Set(['bin.level', 'bin.asked', 'bin.dropped', 'bin.collected', 'bin.misused', 'sewage.flow'])

interface Bin {
  readonly kinds: readonly WasteKind[]
  readonly keeperId: string | null
}

/** Reckons with what bins and sewage meters tell, in the order in which they told it. */
export const countWaste = (kernel: Kernel): Consumer => ({
  name: 'waste.count',
  on: ['device.told'],
  async handle(event, tx) {
    const told = (event.payload as { events: ToldEvent[] }).events.filter((one) => types.has(one.type))
    if (told.length === 0) return
    const bins = await binsOf(kernel, [...new Set(told.map(({ deviceId }) => deviceId))].sort(), tx)
    for (const one of told) {
      const bin = bins.get(one.deviceId)
      if (bin) await take(kernel, one, bin, tx)
    }
  },
})

async function binsOf(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<Map<string, Bin>> {
  const devices = await devicesWhere(kernel, among('id', ids), ids.length, tx)
  const where = among('device_id', ids)
  const rows = await unscoped<{ device_id: string; kinds: string }>(
    kernel.store,
    'what a bin takes counts for whoever stands before it',
    { sql: `SELECT device_id, kinds FROM waste_bins WHERE ${where.sql}`, params: where.params },
    tx,
  )
  const kinds = new Map(rows.map((row) => [row.device_id, kindsOf(row.kinds)]))
  return new Map(
    devices.filter(({ stage }) => stage !== 'retired').map((one) => [one.id, { kinds: kinds.get(one.id) ?? [], keeperId: one.keeperId }]),
  )
}

async function take(kernel: Kernel, told: ToldEvent, bin: Bin, tx: Tx): Promise<void> {
  const { values } = told
  switch (told.type) {
    case 'bin.level': {
      const percent = numberOf(values.percent) ?? 0
      if (percent >= fullPercent) return openTask(kernel, told, percent, bin.keeperId, tx)
      if (percent <= emptyPercent) return emptied(kernel, told, tx)
      return
    }
    case 'bin.asked':
      return answerAsked(kernel, told, bin.kinds, tx)
    case 'bin.dropped':
      return keepDrop(kernel, told, bin, tx)
    case 'bin.collected':
      return keepTrip(kernel, told, bin, tx)
    case 'bin.misused':
      await warnMisuse(kernel, told, tx)
      return add(kernel, told, kindOf(undefined, values.recognised, bin), { misused: 1 }, tx)
    case 'sewage.flow':
      return countSewage(kernel, told, tx)
  }
}

/** What it was thrown in as; a bin that takes one kind only need not say it. */
const kindOf = (said: unknown, recognised: unknown, { kinds }: Bin): WasteKind =>
  isWasteKind(said) ? said : ((kinds.length === 1 ? kinds[0] : undefined) ?? (isWasteKind(recognised) ? recognised : 'residual'))

async function keepDrop(kernel: Kernel, told: ToldEvent, bin: Bin, tx: Tx): Promise<void> {
  const { values } = told
  const kind = kindOf(values.kind, values.recognised, bin)
  const recognised = isWasteKind(values.recognised) ? values.recognised : null
  const isRight = recognised === null ? null : recognised === kind ? 1 : 0
  const weight = numberOf(values.weightKg)
  const houseId = await houseOf(kernel, values.person, tx)
  const id = kernel.ids.next()
  await insertOnce(
    kernel.store,
    'waste_drops',
    {
      ...{ id, device_id: told.deviceId, place_path: told.placePath, house_id: houseId, kind, recognised },
      ...{ confidence: numberOf(values.confidencePercent), is_right: isRight, weight_kg: weight },
      ...{ volume_l: numberOf(values.volumeL), dropped_at: told.at },
    },
    tx,
  )
  await add(kernel, told, kind, { drops: 1, judged: isRight === null ? 0 : 1, sorted_right: isRight ?? 0, dropped_kg: weight ?? 0 }, tx)
}

async function keepTrip(kernel: Kernel, told: ToldEvent, bin: Bin, tx: Tx): Promise<void> {
  const { values } = told
  const weight = numberOf(values.weightKg) ?? 0
  const said = isWasteKind(values.kind) ? values.kind : null
  await insertOnce(
    kernel.store,
    'waste_trips',
    {
      ...{ id: kernel.ids.next(), device_id: told.deviceId, place_path: told.placePath, kind: said, weight_kg: weight },
      vehicle: typeof values.vehicle === 'string' ? values.vehicle.slice(0, 40) : null,
      ...{ day: dayOf(told.at, kernel.config.LIREN_TIME_ZONE), collected_at: told.at },
    },
    tx,
  )
  await add(kernel, told, kindOf(values.kind, undefined, bin), { collected_kg: weight }, tx)
}

/** Whose code was shown; a code that nobody has belongs to nobody. */
async function houseOf(kernel: Kernel, person: unknown, tx: Tx): Promise<string | null> {
  if (typeof person !== 'string' || person === '') return null
  const [row] = await unscoped<{ house_id: string }>(
    kernel.store,
    'a bin tells whose code was shown to it',
    { sql: 'SELECT house_id FROM waste_cards WHERE card = ?', params: [person.slice(0, 20)] },
    tx,
  )
  return row?.house_id ?? null
}

type Added = Readonly<Partial<Record<'drops' | 'judged' | 'sorted_right' | 'misused' | 'dropped_kg' | 'collected_kg', number>>>

async function add(kernel: Kernel, told: ToldEvent, kind: WasteKind, added: Added, tx: Tx): Promise<void> {
  const zero = { drops: 0, judged: 0, sorted_right: 0, misused: 0, dropped_kg: 0, collected_kg: 0 }
  const day = dayOf(told.at, kernel.config.LIREN_TIME_ZONE)
  const row = { device_id: told.deviceId, day, kind, place_path: told.placePath, ...zero, ...added }
  await upsertRows(kernel.store, 'waste_days', ['device_id', 'day', 'kind'], [row], tx, Object.keys(zero))
}
