import { randomUUID } from 'node:crypto'
import { type ClientOptions, WebSocket } from 'ws'
import { readMessage, writeCall, writeError, writeResult } from './rpc.ts'

type Payload = Readonly<Record<string, unknown>>

export interface PlayedPile {
  call(action: string, payload: object): Promise<Payload>
  raw(text: string): void
  readonly messages: string[]
  close(): void
  readonly closed: Promise<number>
}

export interface DialOptions {
  now(): number
  readonly password?: string
  readonly identity: string
  readonly saw?: (line: string) => void
  /** What it does instead of the usual. */
  readonly onCall?: (action: string, payload: Payload) => object | undefined
  /** For `wss`: whom it believes, and the certificate that it shows. */
  readonly tls?: ClientOptions
}

export interface PlayedVersion {
  readonly path: string
  readonly subprotocol: string
  /** What a pile with one connector does when it is asked; undefined where it knows no such question. */
  answer(pile: PlayedPile, now: () => string): (action: string, payload: Payload) => object | undefined
}

/** A pile of that version over a socket of its own. */
export async function dialVersion(version: PlayedVersion, url: string, options: DialOptions): Promise<PlayedPile> {
  const { identity, password } = options
  const basic = password === undefined ? undefined : `Basic ${Buffer.from(`${identity}:${password}`).toString('base64')}`
  const headers: Record<string, string> = basic === undefined ? {} : { authorization: basic }
  const address = `${url}${version.path}/${encodeURIComponent(identity)}`
  const socket = new WebSocket(address, [version.subprotocol], { headers, ...options.tls })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const waiting = new Map<string, { resolve(payload: Payload): void; reject(error: Error): void }>()
  const messages: string[] = []
  let closedWith = (_code: number): void => {}
  const closed = new Promise<number>((resolve) => {
    closedWith = resolve
  })
  const send = (text: string): void => {
    options.saw?.(`> ${text}`)
    socket.send(text)
  }
  const pile: PlayedPile = {
    call(action, payload) {
      const id = randomUUID()
      send(writeCall(id, action, payload))
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
    },
    raw: send,
    messages,
    close: () => socket.close(),
    closed,
  }
  const answerTo = version.answer(pile, () => new Date(options.now()).toISOString())

  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    options.saw?.(`< ${text}`)
    messages.push(text)
    const read = readMessage(data)
    if (!read.ok) return
    const { message } = read
    if (message.kind === 'call') {
      const answer = options.onCall?.(message.action, message.payload) ?? answerTo(message.action, message.payload)
      return send(answer ? writeResult(message.id, answer) : writeError(message.id, 'NotImplemented', ''))
    }
    const one = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'result') one?.resolve(message.payload)
    else one?.reject(new Error(message.code))
  })
  socket.on('error', () => undefined)
  socket.on('close', (code) => {
    for (const one of waiting.values()) one.reject(new Error('closed'))
    closedWith(code)
  })
  return pile
}
