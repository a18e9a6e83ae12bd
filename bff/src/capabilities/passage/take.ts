import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { ToldEvent } from '../device/read.ts'
import { gatesById } from './gates.ts'
import { recordPassage } from './record.ts'
import { type Seen, seenOf } from './seen.ts'

/** Keeps what gates tell of people and vehicles, in the order in which it happened. */
export const recordDevices = (kernel: Kernel): Consumer => ({
  name: 'passage.record',
  on: ['device.told'],
  async handle(event, tx) {
    const seen = (event.payload as { events: ToldEvent[] }).events.map(seenOf).filter((one): one is Seen => one !== undefined)
    if (seen.length === 0) return
    const gates = await gatesById(kernel, [...new Set(seen.map(({ gateId }) => gateId))].sort(), tx)
    for (const one of seen.sort((a, b) => a.at - b.at)) {
      const gate = gates.get(one.gateId)
      if (gate) await recordPassage(kernel, one, gate, tx)
    }
  },
})
