import type { ThingList } from './list.ts'
import { messageId, openMqttLine, readOrder } from './mqtt-line.ts'
import { inTurns, type Stage } from './playing.ts'
import { chanceOf, day, isHappening } from './world.ts'

type Car = ThingList['lifts'][number]['cars'][number]
const everyMs = 30_000
const minute = 60_000

/** Where a car is: it rides for a while, waits with its door open, and rides again. */
export function rideOf({ code, floors }: Pick<Car, 'code' | 'floors'>, now: number) {
  const second = Math.floor(now / 1000)
  const ride = Math.floor(second / 40)
  const [from, to] = [ride, ride + 1].map((one) => 1 + Math.floor(chanceOf(code, 'floor', one) * floors)) as [number, number]
  const gone = Math.min(1, (second % 40) / 25)
  const floor = Math.round(from + (to - from) * gone)
  const isMoving = gone < 1 && from !== to
  return {
    ...{ carPosition: String(floor), carStatus: isMoving ? 1 : 0, carDirection: isMoving ? (to > from ? 1 : 2) : 0 },
    ...{ doorStatus: isMoving ? 1 : 2, doorZone: isMoving ? 0 : 1, serviceMode: 1, passengerStatus: isMoving ? 1 : 2 },
  }
}

/** Number 02 of the standard's list, a door that does not close, every few days for a quarter of an hour. */
const doorFault = (car: Car, now: number): boolean => isHappening(car.code, 'door', { everyMs: 9 * day, lastsMs: 15 * minute }, now)

/** One lift speaks for all that hang on its box; voices and held doors are acknowledged. */
export async function playLifts(stage: Stage, { code, secret, cars }: ThingList['lifts'][number]): Promise<void> {
  const faulty = new Set<string>()
  let count = 0
  const client = await openMqttLine(stage, { code, secret, topics: [`lift/${code}/command`] }, (_, payload, line) => {
    const { id, name } = readOrder(payload)
    if (id === undefined) return
    stage.note(`${code} 执行命令 ${name} · did what it was asked`)
    line.publish(`lift/${code}/reply`, JSON.stringify({ id, code: 0 }), { qos: 1 })
  })
  await inTurns(stage, cars, everyMs, async (car) => {
    if (!client.connected) return
    const ts = stage.now()
    const isFaulty = doorFault(car, ts)
    const changed = isFaulty !== faulty.has(car.code)
    faulty[isFaulty ? 'add' : 'delete'](car.code)
    const faults = changed ? { faults: [{ code: '02', isActive: isFaulty }] } : {}
    const report = { id: messageId(ts, count++), lift: car.registration, ts, items: rideOf(car, ts), ...faults }
    await client.publishAsync(`lift/${code}/report`, JSON.stringify(report), { qos: 1 })
  })
}
