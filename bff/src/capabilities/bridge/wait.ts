import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** Under the half minute after which proxies lose patience. */
export const longestWaitMs = 25_000
/** A call of the bus may be lost; then the queue is looked at again after this. */
const lookAgainMs = 5_000

interface Awaited {
  /** Where a bridge is called when there may be something for it. */
  readonly channel: string
  readonly id: string
  has(now: number): Promise<boolean>
}

/** Holds a question open until there is something to answer, the time is over, or the asker has gone. */
export async function holdOpen(kernel: Kernel, { req, res }: Pick<RequestContext['koa'], 'req' | 'res'>, awaited: Awaited): Promise<void> {
  const gone = new AbortController()
  req.once('close', () => gone.abort())
  res.once('close', () => gone.abort())
  const until = kernel.clock.now() + longestWaitMs
  while (!gone.signal.aborted) {
    const now = kernel.clock.now()
    const called = new AbortController()
    // Listening begins before looking, so that nothing falls between.
    const stop = kernel.bus.subscribe(awaited.channel, (id) => id === awaited.id && called.abort())
    const leave = () => called.abort()
    gone.signal.addEventListener('abort', leave)
    try {
      if (now >= until || (await awaited.has(now))) return
      if (!called.signal.aborted) await kernel.clock.sleep(Math.min(lookAgainMs, until - now), called.signal).catch(() => {})
    } finally {
      gone.signal.removeEventListener('abort', leave)
      stop()
    }
  }
}
