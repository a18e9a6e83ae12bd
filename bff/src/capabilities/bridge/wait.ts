import { commandChannel, hasCommands } from '../../engines/thing/commands.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** Under the half minute after which proxies lose patience. */
export const longestWaitMs = 25_000
/** A call of the bus may be lost; then the queue is looked at again after this. */
const lookAgainMs = 5_000

/** Holds a question open until there is a command above the number, the time is over, or the asker has gone. */
export async function waitForCommands(kernel: Kernel, bridgeId: string, after: number, gone: AbortSignal): Promise<void> {
  const until = kernel.clock.now() + longestWaitMs
  while (!gone.aborted) {
    const now = kernel.clock.now()
    const called = new AbortController()
    // Listening begins before looking, so that nothing falls between.
    const stop = kernel.bus.subscribe(commandChannel, (id) => id === bridgeId && called.abort())
    const leave = () => called.abort()
    gone.addEventListener('abort', leave)
    try {
      if (now >= until || (await hasCommands(kernel, bridgeId, after, now))) return
      if (!called.signal.aborted) await kernel.clock.sleep(Math.min(lookAgainMs, until - now), called.signal).catch(() => {})
    } finally {
      gone.removeEventListener('abort', leave)
      stop()
    }
  }
}
