import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { readMessage, writeCall, writeError, writeResult } from './rpc.ts'

export interface PlayedPile {
  call(action: string, payload: object): Promise<Readonly<Record<string, unknown>>>
  raw(text: string): void
  readonly messages: string[]
  close(): void
  readonly closed: Promise<number>
}

/** A pile with one connector that does what it is asked, over a socket of its own. */
export async function dialPile(
  url: string,
  options: {
    now(): number
    password?: string
    identity: string
    saw?: (line: string) => void
    onCall?: (action: string, payload: Readonly<Record<string, unknown>>) => object | undefined
  },
): Promise<PlayedPile> {
  const headers =
    options.password === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(`${options.identity}:${options.password}`).toString('base64')}` }
  const socket = new WebSocket(`${url}/ocpp/${encodeURIComponent(options.identity)}`, ['ocpp1.6'], { headers })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const waiting = new Map<string, { resolve(payload: Readonly<Record<string, unknown>>): void; reject(error: Error): void }>()
  const messages: string[] = []
  let process: { id: number; token: string; meter: number } | undefined
  let closedWith = (_code: number): void => {}
  const closed = new Promise<number>((resolve) => {
    closedWith = resolve
  })

  const send = (text: string): void => {
    options.saw?.(`> ${text}`)
    socket.send(text)
  }
  const call = (action: string, payload: object): Promise<Readonly<Record<string, unknown>>> => {
    const id = randomUUID()
    send(writeCall(id, action, payload))
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  }
  const now = (): string => new Date(options.now()).toISOString()

  async function start(token: string, connectorId: number): Promise<void> {
    await call('StatusNotification', { connectorId, errorCode: 'NoError', status: 'Preparing' })
    const answer = await call('StartTransaction', { connectorId, idTag: token, meterStart: 1000, timestamp: now() })
    process = { id: Number(answer.transactionId), token, meter: 1000 }
    await call('StatusNotification', { connectorId, errorCode: 'NoError', status: 'Charging' })
  }
  async function stop(): Promise<void> {
    if (!process) return
    const { id, token } = process
    process = undefined
    await call('StopTransaction', { transactionId: id, idTag: token, meterStop: 4500, timestamp: now(), reason: 'Remote' })
  }
  function answerTo(action: string, payload: Readonly<Record<string, unknown>>): object | undefined {
    const own = options.onCall?.(action, payload)
    if (own !== undefined) return own
    if (action === 'RemoteStartTransaction') {
      if (process) return { status: 'Rejected' }
      setImmediate(() => void start(String(payload.idTag), Number(payload.connectorId ?? 1)).catch(() => undefined))
      return { status: 'Accepted' }
    }
    if (action === 'RemoteStopTransaction') {
      if (process?.id !== payload.transactionId) return { status: 'Rejected' }
      setImmediate(() => void stop().catch(() => undefined))
      return { status: 'Accepted' }
    }
    if (action === 'UnlockConnector') return { status: 'Unlocked' }
    if (action === 'GetLocalListVersion') return { listVersion: 0 }
    if (action === 'GetConfiguration') return { configurationKey: [], unknownKey: [] }
    return { status: 'Accepted' }
  }

  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    options.saw?.(`< ${text}`)
    messages.push(text)
    const read = readMessage(data)
    if (!read.ok) return
    const { message } = read
    if (message.kind === 'call') {
      const answer = answerTo(message.action, message.payload)
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
  return { call, raw: send, messages, close: () => socket.close(), closed }
}
