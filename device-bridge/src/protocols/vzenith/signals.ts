import type { Signal } from '../../traits/trait.ts'
import type { PlateResult, Push } from './codec.ts'
import type { CameraAddress } from './index.ts'

const colours = ['unknown', 'blue', 'yellow', 'white', 'black', 'green', 'yellow-green'] as const
const triggers: Readonly<Record<number, 'video' | 'loop' | 'command'>> = { 1: 'video', 2: 'loop', 4: 'command', 8: 'video' }

/** By the standard stamp; the written one may say something else. */
export function momentOf(plate: PlateResult): number | undefined {
  const stamp = plate.timeStamp?.Timeval
  return stamp && stamp.sec > 1_000_000_000 ? stamp.sec * 1000 + Math.floor((stamp.usec ?? 0) / 1000) : undefined
}

export function plateSignal(plate: PlateResult, { lane, direction }: CameraAddress): Signal {
  return {
    type: 'plate.read',
    values: {
      ...(lane === undefined ? {} : { lane }),
      plate: plate.license === '_无_' ? '' : plate.license.replace(/[\s·.]/g, '').slice(0, 20),
      colour: colours[plate.colorType ?? 0] ?? 'unknown',
      ...(plate.confidence === undefined ? {} : { confidencePercent: Math.min(100, Math.max(0, plate.confidence)) }),
      // The camera's own direction is the movement in its picture; which way the lane leads only the register knows.
      direction,
      ...(plate.type === undefined ? {} : { vehicle: `plate-kind-${plate.type}` }),
      trigger: triggers[plate.triggerType ?? 0] ?? 'unknown',
      ...(plate.imagePath ? { photo: plate.imagePath } : {}),
      ...(plate.plateid === undefined ? {} : { record: String(plate.plateid) }),
    },
  }
}

/** An input of the camera: the contact of the barrier where the register says so, a loop otherwise. */
export function inputSignal({ source, value }: Extract<Push, { kind: 'input' }>, { lane, gateInput }: CameraAddress): Signal {
  const where = lane === undefined ? {} : { lane }
  if (source !== gateInput) return { type: 'loop.changed', values: { ...where, loop: source, isOccupied: value !== 0 } }
  return value !== 0 ? { type: 'barrier.opened', values: { ...where, by: 'unknown' } } : { type: 'barrier.closed', values: where }
}
