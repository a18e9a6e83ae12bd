import type { Clock } from '../../ports/ports.ts'
import { codes } from './codec.ts'
import { type CoapMessage, type CoapOption, emptyMessage, readMessage, writeMessage } from './frame.ts'

export interface Answer {
  readonly code: number
  readonly options?: readonly CoapOption[]
  readonly payload?: Buffer
}

interface ExchangeOptions {
  readonly clock: Clock
  send(bytes: Buffer): void
  /** A question of the other side, once, whatever the network does. */
  onRequest?(message: CoapMessage): Promise<Answer>
  /** An answer to a question of ours, or something that was asked to be told. False when nobody asked for it. */
  onResponse?(message: CoapMessage): boolean
  onBad(bytes: Buffer, at: number, why: string): void
}

/** Within this a message id stands for one message (RFC 7252 §4.8.2). */
const lifetimeMs = 247_000
const mostRemembered = 300
const mostAtWork = 16
/** After this a question is told that it was heard, and answered later. */
const promptMs = 1000
const firstWaitMs = 2000
const mostRepeats = 4

/** One side of a conversation: repeats what may be lost, answers what comes twice without acting twice. */
export function createExchange(options: ExchangeOptions) {
  const { clock, send } = options
  const known = new Map<number, { readonly at: number; reply?: Buffer }>()
  const waiting = new Map<number, (taken: boolean) => void>()
  const closed = new AbortController()
  let lastId = 0
  let atWork = 0

  const nextId = (): number => {
    lastId = (lastId + 1) & 0xffff
    return lastId
  }
  const start = (from: number): void => {
    lastId = from & 0xffff
  }

  function forget(): void {
    for (const [id, { at }] of known) {
      if (clock.elapsed() - at < lifetimeMs && known.size <= mostRemembered) break
      known.delete(id)
    }
  }

  /** Says it until it is confirmed; false when it never is, or is refused. */
  async function confirmed(message: Omit<CoapMessage, 'kind' | 'id'>, before?: (id: number) => void): Promise<boolean> {
    const id = nextId()
    before?.(id)
    const bytes = writeMessage({ ...message, kind: 'con', id })
    const over = new AbortController()
    const stop = (): void => over.abort()
    closed.signal.addEventListener('abort', stop, { once: true })
    let taken: boolean | undefined
    waiting.set(id, (value) => {
      taken = value
      over.abort()
    })
    try {
      for (let i = 0, wait = firstWaitMs; i <= mostRepeats && taken === undefined && !closed.signal.aborted; i++, wait *= 2) {
        send(bytes)
        await clock.sleep(wait, over.signal).catch(() => undefined)
      }
      return taken ?? false
    } finally {
      waiting.delete(id)
      closed.signal.removeEventListener('abort', stop)
    }
  }

  async function asked(message: CoapMessage): Promise<void> {
    forget()
    const before = known.get(message.id)
    if (before) {
      if (before.reply) send(before.reply)
      return
    }
    // Whoever asks so much at once repeats what is dropped here.
    if (atWork >= mostAtWork || !options.onRequest) return
    atWork += 1
    const entry: { readonly at: number; reply?: Buffer } = { at: clock.elapsed() }
    known.set(message.id, entry)
    const over = new AbortController()
    let isLate = false
    if (message.kind === 'con')
      void clock.sleep(promptMs, over.signal).then(
        () => {
          isLate = true
          entry.reply = emptyMessage('ack', message.id)
          send(entry.reply)
        },
        () => undefined,
      )
    try {
      const answer = await options.onRequest(message).catch((): Answer => ({ code: codes.unavailable }))
      over.abort()
      const whole = { code: answer.code, token: message.token, options: answer.options ?? [], payload: answer.payload ?? Buffer.alloc(0) }
      if (isLate) return void (await confirmed(whole))
      entry.reply =
        message.kind === 'con'
          ? writeMessage({ ...whole, kind: 'ack', id: message.id })
          : writeMessage({ ...whole, kind: 'non', id: nextId() })
      send(entry.reply)
    } finally {
      atWork -= 1
    }
  }

  return {
    start,
    confirmed,
    receive(bytes: Buffer): void {
      const cut = readMessage(bytes)
      if (!cut.ok) {
        // The beginning may be good enough to say no to it.
        if (bytes.length >= 4 && (bytes.readUInt8(0) & 0xf0) === 0x40) send(emptyMessage('rst', bytes.readUInt16BE(2)))
        return void options.onBad(bytes, cut.at, cut.why)
      }
      const { message } = cut
      if (message.kind === 'ack' || message.kind === 'rst') {
        waiting.get(message.id)?.(message.kind === 'ack')
        if (message.kind === 'ack' && message.code !== 0) options.onResponse?.(message)
        return
      }
      if (message.code === 0) return void send(emptyMessage('rst', message.id))
      if (message.code < 32) return void asked(message)
      const isWanted = options.onResponse?.(message) ?? false
      if (message.kind === 'con' || !isWanted) send(emptyMessage(isWanted ? 'ack' : 'rst', message.id))
    },
    close: (): void => closed.abort(),
  }
}
export type Exchange = ReturnType<typeof createExchange>
