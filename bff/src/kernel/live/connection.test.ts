import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { until } from '../ports/testing.ts'
import { socketListener } from './connection.ts'
import type { Listener } from './hub.ts'
import { person } from './testing.ts'

let server: WebSocketServer
let client: WebSocket
let listener: Listener
let cuts: string[]
let code: number | undefined
let received: number

beforeEach(async () => {
  cuts = []
  received = 0
  code = undefined
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.on('listening', resolve))
  const connected = new Promise<WebSocket>((resolve) => server.on('connection', resolve))
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  client.on('message', () => {
    received++
  })
  const own = client
  // The end of the test before may be heard during this one.
  own.on('close', (closed) => {
    if (own === client) code = closed
  })
  listener = socketListener(await connected, person('lin'), (reason) => cuts.push(reason))
  await until(() => client.readyState === WebSocket.OPEN)
})
afterEach(() => {
  client.terminate()
  server.close()
})

const large = 'x'.repeat(64 * 1024)

describe('a socket of the live channel', () => {
  it('refuses to pile up for a client that does not read, and ends it at once', async () => {
    client.pause()
    let sent = 0
    while (listener.send(large)) {
      expect(++sent).toBeLessThan(2000)
      await new Promise(setImmediate)
    }
    listener.cut('slow')
    expect(cuts).toEqual(['slow'])
    client.resume()
    await until(() => code !== undefined)
    expect(received).toBeLessThan(sent)
  })

  it('never refuses a client that reads, however much there is', async () => {
    for (let i = 0; i < 400; i++) {
      expect(listener.send(large)).toBe(true)
      expect(await listener.drained()).toBe(true)
    }
    await until(() => received === 400)
  })

  it('says goodbye with a code that tells whether to sign in again', async () => {
    listener.cut('signed-out')
    await until(() => code !== undefined)
    expect(code).toBe(4401)
    expect(listener.send('too late')).toBe(true)
  })
})
