import type { CancelSignal } from './cancel.ts'

export interface TransportRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly timeoutMs: number
  readonly signal?: CancelSignal | undefined
}

export interface TransportResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** One exchange over the wire. Rejects with NetworkError when no answer came, with Cancelled when nobody waits. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>

/** No answer came; whether the request arrived is unknown. */
export class NetworkError extends Error {
  readonly timedOut: boolean
  constructor(message: string, timedOut = false) {
    super(message)
    this.name = 'NetworkError'
    this.timedOut = timedOut
  }
}
