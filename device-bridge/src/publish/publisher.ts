import type { DeviceBatch, DeviceEvent } from '@liren/contract/device-events'
import { firstDigest } from '@liren/contract/device-events'
import type { Signer } from '../crypto.ts'
import { sm3 } from '../crypto.ts'
import type { Clock, Fetch, Log } from '../ports/ports.ts'
import type { Spool } from '../spool/spool.ts'

interface PublisherOptions {
  readonly bridge: string
  /** `http://127.0.0.1:7300` */
  readonly houseUrl: string
  readonly spool: Spool
  readonly signer: Signer
  readonly clock: Clock
  readonly fetch: Fetch
  readonly log: Log
  readonly timeoutMs?: number
  /** Where events go that the platform does not understand, so that they hold up nobody. */
  putAside?(event: DeviceEvent, why: string): Promise<void>
}

export interface Publisher {
  readonly sent: number
  /** Events that the platform did not understand. */
  readonly refused: number
  /** Batches in a row that were not taken. */
  readonly failures: number
  /** Sends what there is, as long as it is taken. */
  flush(): Promise<void>
  run(signal: AbortSignal): Promise<void>
}

const mostEvents = 200
const mostCharacters = 120_000
/** The platform is not burdened by one question in five seconds, and what waits goes out soon after it is back. */
const longestPauseMs = 5000

/** Takes the oldest events from the spool to the platform, batch after batch, and forgets them when it has them. */
export function createPublisher(options: PublisherOptions): Publisher {
  const { spool, clock, log } = options
  // Where the platform's chain stands. It tells us at the first batch that does not follow; nothing is kept here.
  let chain = { number: 0, digest: firstDigest }
  let sent = 0
  let refused = 0
  let failures = 0
  /** Smaller while the platform does not understand something among them. */
  let most = mostEvents

  const nextBatch = (): { payload: string; count: number } => {
    const events = [...spool.peek(most)]
    for (;;) {
      const batch: DeviceBatch = { bridge: options.bridge, number: chain.number + 1, previous: chain.digest, events }
      const payload = JSON.stringify(batch)
      if (payload.length <= mostCharacters || events.length === 1) return { payload, count: events.length }
      events.splice(Math.ceil(events.length / 2))
    }
  }

  const post = async (payload: string): Promise<{ status: number; body: unknown }> => {
    const answer = await options.fetch(`${options.houseUrl}/api/bridge/batches`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ payload, signature: options.signer.sign(payload) }),
      signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
    })
    return { status: answer.status, body: await answer.json() }
  }

  /** True when the batch is with the platform, or when the chain has been put right and it is worth trying at once. */
  const step = async (): Promise<boolean> => {
    const { payload, count } = nextBatch()
    const { status, body } = await post(payload)
    const digest = sm3(payload)
    if (status === 200 && (body as { digest?: unknown }).digest === digest) {
      chain = { number: chain.number + 1, digest }
      await spool.confirm(count)
      sent += count
      most = Math.min(most * 2, mostEvents)
      return true
    }
    const error = (body as { error?: { code?: string; details?: { number?: unknown; digest?: unknown } } }).error
    const { number, digest: last } = error?.details ?? {}
    const moves = typeof number === 'number' && typeof last === 'string' && (number !== chain.number || last !== chain.digest)
    if (error?.code === 'bridge.out-of-step' && moves) {
      chain = { number, digest: last }
      return true
    }
    if (status === 400 && error?.code === 'request.invalid') return await narrow(count, `${status} ${error.code}`)
    throw new Error(`the platform answered ${status} ${error?.code ?? ''}`)
  }

  /** One event that the platform does not understand, as between two versions, must not hold up all others for ever. */
  const narrow = async (count: number, why: string): Promise<boolean> => {
    most = Math.max(1, count >> 1)
    if (count > 1) return true
    const [event] = spool.peek(1)
    if (event === undefined || options.putAside === undefined) throw new Error(`the platform answered ${why}`)
    await options.putAside(event, why)
    await spool.confirm(1)
    refused += 1
    log.warn({ device: event.device, type: event.type, why }, 'the platform does not understand an event; it was put aside')
    return true
  }

  const flush = async (): Promise<void> => {
    while (spool.waiting > 0) await step()
    failures = 0
  }

  return {
    get sent() {
      return sent
    },
    get refused() {
      return refused
    },
    get failures() {
      return failures
    },
    flush,
    async run(signal) {
      while (!signal.aborted) {
        let pause = 500
        try {
          await flush()
        } catch (error) {
          failures += 1
          pause = Math.min(1000 * 2 ** (failures - 1), longestPauseMs)
          if (failures === 1 || failures % 10 === 0) {
            log.warn(
              { failures, waiting: spool.waiting, reason: (error as Error).message },
              'the platform does not take our events; they stay on disk',
            )
          }
        }
        await clock.sleep(pause, signal).catch(() => undefined)
      }
    },
  }
}
