import type { Capability } from '../capability.ts'
import type { Kernel } from '../kernel.ts'
import { plantRepeating, runDueJobs } from './jobs.ts'
import { outboxChannel } from './outbox.ts'
import { relayOnce } from './relay.ts'

const pollMs = 500
const lockMs = 30_000

/** The background half of the house: relay and jobs. Many may run; locks and claims keep them from doubling work. */
export function createWorker(kernel: Kernel, capabilities: readonly Capability[]) {
  const consumers = capabilities.flatMap((capability) => capability.consumers ?? [])
  const jobs = capabilities.flatMap((capability) => capability.jobs ?? [])
  const stopping = new AbortController()
  let wake: () => void = () => {}
  let running: Promise<void> = Promise.resolve()

  /** One full round; tests call it instead of waiting. */
  async function round(): Promise<number> {
    let worked = 0
    await kernel.lock.tryWith('outbox-relay', lockMs, async (signal) => {
      for (let done = -1; done !== 0 && !signal.aborted && !stopping.signal.aborted; ) {
        done = await relayOnce(kernel, consumers)
        worked += done
      }
    })
    if (!stopping.signal.aborted) worked += await runDueJobs(kernel, jobs)
    return worked
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if ((await round()) > 0) continue
      } catch (error) {
        kernel.log.error({ err: error }, 'a round of background work failed')
      }
      if (stopping.signal.aborted) break
      await new Promise<void>((resolve) => {
        wake = resolve
        kernel.clock.sleep(pollMs, stopping.signal).then(resolve, () => resolve())
      })
    }
  }

  return {
    consumers,
    jobs,
    round,
    async start(): Promise<void> {
      await plantRepeating(kernel, jobs)
      const unsubscribe = kernel.bus.subscribe(outboxChannel, () => wake())
      running = loop().finally(unsubscribe)
    },
    /** Finishes the step in hand and starts no other. */
    async stop(): Promise<void> {
      stopping.abort()
      await running
    },
  }
}
export type Worker = ReturnType<typeof createWorker>
