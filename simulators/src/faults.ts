import type { Exchange, Reply } from './server.ts'

/** One kind of trouble, for the next `times` requests to a path. */
export interface Fault {
  readonly path: string
  readonly times: number
  /** Answered as it is, with this status. */
  readonly json?: unknown
  readonly status?: number
  readonly html?: string
  readonly silence?: 'hang' | 'drop'
}

/** Trouble that a test or a drill orders beforehand. */
export function createFaults() {
  let waiting: { fault: Fault; left: number }[] = []
  return {
    order(fault: Fault): void {
      waiting.push({ fault, left: fault.times })
    },
    take(exchange: Exchange): Reply | undefined {
      const found = waiting.find(({ fault }) => fault.path === exchange.path)
      if (!found) return undefined
      found.left -= 1
      waiting = waiting.filter(({ left }) => left > 0)
      const { fault } = found
      if (fault.silence) return fault.silence
      if (fault.html !== undefined) return { html: fault.html }
      return { json: fault.json ?? {}, status: fault.status ?? 200 }
    },
  }
}
