import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { wakeBridge } from '../device/read.ts'

/** Bridges that wait for commands are woken once these are there to be fetched. */
export const wakeBridges = (kernel: Kernel): Consumer => ({
  name: 'rule.wake',
  on: ['rule.fired'],
  async handle(event) {
    for (const bridgeId of event.payload.bridges as string[]) wakeBridge(kernel, bridgeId)
  },
})
