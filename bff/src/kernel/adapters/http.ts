/** The part of `fetch` that adapters use, so that tests can give their own. */
export type Fetch = (
  url: string,
  init: { method: string; headers?: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<{ status: number; text(): Promise<string> }>

export interface JsonRequest {
  readonly url: string
  readonly body?: string
  readonly headers?: Record<string, string>
  readonly timeoutMs: number
}

export type JsonObject = Readonly<Record<string, unknown>>

/** The other side did not give a usable answer. Carries no address: query strings of these services hold secrets. */
export class NoAnswer extends Error {
  readonly reason: 'timeout' | 'unreachable' | 'status' | 'not-json'

  constructor(reason: NoAnswer['reason'], detail: string) {
    super(`${reason}: ${detail}`)
    this.name = 'NoAnswer'
    this.reason = reason
  }
}

/** Ask once and read the JSON object that comes back; a body makes it a POST. */
export async function askJson(fetch: Fetch, request: JsonRequest): Promise<JsonObject> {
  const signal = AbortSignal.timeout(request.timeoutMs)
  const raw = await exchange(fetch, request, signal)
  if (raw.status >= 500) throw new NoAnswer('status', String(raw.status))
  try {
    const value: unknown = JSON.parse(raw.text)
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as JsonObject
  } catch {
    // Falls through: the text itself may hold anything, so it is not quoted.
  }
  throw new NoAnswer('not-json', `${raw.status}, ${raw.text.length} characters`)
}

async function exchange(fetch: Fetch, request: JsonRequest, signal: AbortSignal): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(request.url, {
      method: request.body === undefined ? 'GET' : 'POST',
      signal,
      ...(request.headers ? { headers: request.headers } : {}),
      ...(request.body === undefined ? {} : { body: request.body }),
    })
    return { status: answer.status, text: await answer.text() }
  } catch (error) {
    if (signal.aborted) throw new NoAnswer('timeout', `${request.timeoutMs} ms`)
    throw new NoAnswer('unreachable', reasonOf(error))
  }
}

// Only the system's error code: messages of fetch may repeat the address.
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = (cause as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : 'no connection'
}
