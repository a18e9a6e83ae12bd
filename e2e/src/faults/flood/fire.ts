import { fireStand } from '../../../../device-bridge/test/fire-stand.ts'
import { until } from '../../../../device-bridge/test/stand.ts'

const fire = 2

export interface FireCount {
  readonly doors: number
  readonly open: number
  /** From the panel's signal until the last door showed that it is open. */
  readonly ms: number
  readonly isLatched: boolean
}

/** The fire lane as a process of its own, a panel that can be pulled, and controllers with four doors each. */
export async function openFire(controllers: number) {
  const stand = await fireStand(controllers)
  const lane = await stand.start()
  return {
    async burn(): Promise<FireCount> {
      const panel = await stand.dial(lane.port)
      const began = performance.now()
      panel.say(fire)
      await until(() => stand.openCount() === stand.doors.length)
      const ms = Math.round(performance.now() - began)
      return { doors: stand.doors.length, open: stand.openCount(), ms, isLatched: (await lane.status())?.isLatched === true }
    },
    /** Doors that stand open without any fire. */
    open: () => stand.openCount(),
    close: () => stand.close(),
  }
}
