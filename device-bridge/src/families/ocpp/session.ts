import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Line } from '../../lines/line.ts'
import type { Clock } from '../../ports/ports.ts'
import { type ErrorCode, readMessage, writeCall, writeError, writeResult } from './rpc.ts'

/** What a call of the pile is answered with. */
export type Answer = { readonly result: object } | { readonly error: ErrorCode; readonly why: string }

export type CallResult =
  | { readonly ok: true; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly why: string }

interface SessionDeps {
  readonly socket: WebSocket
  readonly line: Line
  readonly clock: Clock
  /** What a message that cannot be read is answered with. */
  readonly formatError: ErrorCode
  handle(action: string, payload: Readonly<Record<string, unknown>>): Promise<Answer>
}

const callMs = 30_000
const remembered = 100
const mostNonsense = 20

/** One connected pile. Calls come and go one at a time in each direction. */
export function createSession({ socket, line, clock, formatError, handle }: SessionDeps) {
  const answered = new Map<string, string>()
  let waiting: { readonly id: string; settle(result: CallResult): void } | undefined
  let asking: Promise<unknown> = Promise.resolve()
  let working: Promise<void> = Promise.resolve()
  let nonsense = 0
  let isOver = false

  const write = (text: string): void => {
    line.saw('out', Buffer.from(text))
    socket.send(text)
  }

  async function take(bytes: Buffer): Promise<void> {
    line.saw('in', bytes)
    const read = readMessage(bytes)
    if (!read.ok) {
      nonsense += 1
      await line.unknown(bytes, `byte ${read.at}: ${read.why}`)
      if (read.id !== undefined) write(writeError(read.id, formatError, read.why))
      if (nonsense >= mostNonsense) socket.close(1002, 'nonsense')
      return
    }
    const { message } = read
    if (message.kind !== 'call') {
      // Late, or of nobody: dropped.
      if (waiting?.id !== message.id) return
      return waiting.settle(
        message.kind === 'result' ? { ok: true, payload: message.payload } : { ok: false, why: `${message.code}: ${message.description}` },
      )
    }
    // The same question again is answered the same way, and done once.
    const before = answered.get(message.id)
    if (before !== undefined) return write(before)
    const answer = await handle(message.action, message.payload)
    const text = 'result' in answer ? writeResult(message.id, answer.result) : writeError(message.id, answer.error, answer.why)
    answered.set(message.id, text)
    if (answered.size > remembered) answered.delete(answered.keys().next().value as string)
    write(text)
  }

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    working = working
      .then(() => (isBinary ? line.unknown(data, 'a binary message') : take(data)))
      // Not kept: the pile hears nothing and says it again after it has connected anew.
      .catch(() => socket.close(1011, 'not kept'))
  })
  socket.on('close', () => {
    isOver = true
    waiting?.settle({ ok: false, why: 'the pile left' })
  })

  const once = (action: string, payload: object): Promise<CallResult> => {
    if (isOver) return Promise.resolve({ ok: false, why: 'not connected' })
    const id = randomUUID()
    const patience = new AbortController()
    return new Promise<CallResult>((resolve) => {
      waiting = { id, settle: resolve }
      clock.sleep(callMs, patience.signal).then(
        () => resolve({ ok: false, why: 'the pile did not answer' }),
        () => undefined,
      )
      write(writeCall(id, action, payload))
    }).finally(() => {
      waiting = undefined
      patience.abort()
    })
  }

  return {
    line,
    call(action: string, payload: object): Promise<CallResult> {
      const turn = asking.then(() => once(action, payload))
      asking = turn
      return turn
    },
    close(code: number, why: string): void {
      socket.close(code, why)
    },
    /** Everything that came in so far has been worked on. */
    settled: () => working,
  }
}
export type Session = ReturnType<typeof createSession>
