import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../../../test/stand.ts'
import { systemClock } from '../../ports/system.ts'
import { dialDtls } from './client.ts'
import { messageTypes, writeClientHello, writeMessage } from './handshake.ts'
import { contentTypes, createReplayWindow, readRecords, writeRecord } from './record.ts'
import { createDtlsServer } from './server.ts'

const key = Buffer.from('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'hex')

describe('records', () => {
  test('any bytes are survived, and never more is read than there is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const total = readRecords(Buffer.from(bytes)).reduce((sum, { fragment }) => sum + fragment.length + 13, 0)
        expect(total).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })
  test('a record is taken once, in any order, within the last 64', () => {
    const window = createReplayWindow()
    const take = (sequence: number): boolean => {
      const isNew = window.isNew(sequence)
      if (isNew) window.mark(sequence)
      return isNew
    }
    expect([5, 3, 5, 3, 100, 5, 40, 36, 100, 101].map(take)).toEqual([true, true, false, false, true, false, true, false, false, true])
  })
})

/** A server on a free port that echoes, with what it told; `mangle` changes or drops what it gets. */
async function listen(mangle: (datagram: Buffer, count: number) => Buffer[] = (datagram) => [datagram]) {
  const socket: Socket = createSocket('udp4')
  const told = {
    data: [] as string[],
    refused: [] as string[],
    trouble: [] as string[],
    ended: 0,
    count: 0,
    sent: [] as Buffer[],
    opened: [] as string[],
  }
  const server = createDtlsServer({
    clock: systemClock,
    keyOf: (identity) => (identity === 'bin-1' ? key : undefined),
    send(bytes, peer) {
      told.sent.push(bytes)
      told.opened.push(`${peer.address}:${peer.port}`)
      socket.send(bytes, peer.port, peer.address)
    },
    onData(data, session) {
      told.data.push(`${session.identity} ${session.suite} ${data}`)
      session.send(Buffer.concat([Buffer.from('echo '), data]))
    },
    onEnd: () => void told.ended++,
    onRefused: (identity, _, why) => void told.refused.push(`${identity}: ${why}`),
    onTrouble: ({ kind, why }) => void told.trouble.push(`${kind}: ${why}`),
  })
  socket.on('message', (bytes, { address, port }) => {
    for (const one of mangle(bytes, told.count++)) server.receive(one, { address, port })
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { port: socket.address().port, server, told, close: () => socket.close() }
}

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
const serving = async (mangle?: Parameters<typeof listen>[0]) => {
  const one = await listen(mangle)
  ends.push(one.close)
  return one
}

/** Runs openssl and keeps what it says. */
function openssl(...args: string[]) {
  const child: ChildProcessWithoutNullStreams = spawn('openssl', args)
  ends.push(() => child.kill('SIGKILL'))
  const said = { text: '', code: undefined as number | null | undefined }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said.text += chunk.toString('latin1')))
  child.on('close', (code) => (said.code = code))
  return { said, write: (text: string) => child.stdin.write(text) }
}

describe('the server, held against openssl', () => {
  const dial = (port: number, cipher: string, psk = key.toString('hex'), identity = 'bin-1', ...more: string[]) =>
    openssl(
      ...['s_client', '-dtls1_2', '-connect', `127.0.0.1:${port}`, '-psk', psk, '-psk_identity', identity],
      ...['-cipher', `${cipher}:@SECLEVEL=0`, ...more],
    )

  test.each(['PSK-AES128-CCM8', 'PSK-AES128-CCM', 'PSK-AES128-GCM-SHA256'])('talks by %s', async (cipher) => {
    const { port, told } = await serving()
    const client = dial(port, cipher, undefined, undefined, '-quiet')
    await until(() => told.sent.length >= 3)
    client.write('hello\n')
    await until(() => client.said.text.includes('echo hello'))
    expect(told.data).toEqual([`bin-1 ${cipher} hello\n`])
    expect(told.refused).toEqual([])
  })
  test.each([
    ['another key', 'ff'.repeat(32), 'bin-1'],
    ['an unknown name', key.toString('hex'), 'bin-2'],
  ])('%s is refused, and both look alike from outside', async (_, psk, identity) => {
    const { port, told } = await serving()
    const client = dial(port, 'PSK-AES128-CCM8', psk, identity)
    await until(() => client.said.code !== undefined)
    expect(client.said.text).toMatch(/alert decrypt error|alert number 51/)
    expect(told.refused).toEqual([`${identity}: a wrong key, or a stranger`])
    expect(told.data).toEqual([])
  })
  test('a client without a suite of ours is told so', async () => {
    const { port, told } = await serving()
    const client = dial(port, 'PSK-CHACHA20-POLY1305')
    await until(() => client.said.code !== undefined)
    expect(told.refused.join()).toContain('no suite that both know')
  })
})

test.each(['PSK-AES128-CCM8', 'PSK-AES128-CCM', 'PSK-AES128-GCM-SHA256'])(
  'our client talks to the server of openssl by %s',
  async (suite) => {
    const probe = createSocket('udp4')
    await new Promise<void>((resolve) => probe.bind(0, '127.0.0.1', resolve))
    const { port } = probe.address()
    probe.close()
    const server = openssl(
      ...['s_server', '-dtls1_2', '-accept', `127.0.0.1:${port}`, '-psk', key.toString('hex'), '-psk_identity', 'bin-1', '-nocert'],
      ...['-cipher', `${suite}:@SECLEVEL=0`],
    )
    await until(() => server.said.text.includes('ACCEPT'))
    const heard: string[] = []
    const client = await dialDtls({
      ...{ host: '127.0.0.1', port, identity: 'bin-1', key, clock: systemClock },
      onData: (data) => heard.push(data.toString()),
    })
    ends.push(client.close)
    expect(client.suite).toBe(suite)
    client.send(Buffer.from('from the device\n'))
    await until(() => server.said.text.includes('from the device'))
    server.write('to the device\n')
    await until(() => heard.join('').includes('to the device'))
  },
)

describe('the network', () => {
  const dial = (port: number, onData: (data: Buffer) => void = () => undefined) =>
    dialDtls({ host: '127.0.0.1', port, identity: 'bin-1', key, clock: systemClock, onData })

  test('every datagram of the handshake may get lost once, or come twice', async () => {
    for (const lost of [0, 1, 2]) {
      const { port, told } = await serving((datagram, count) => (count === lost ? [] : [datagram, datagram]))
      const heard: string[] = []
      const client = await dial(port, (data) => heard.push(data.toString()))
      client.send(Buffer.from('once'))
      await until(() => heard.length > 0)
      expect(told.data).toEqual(['bin-1 PSK-AES128-GCM-SHA256 once'])
      await client.close()
      await until(() => told.ended === 1)
    }
  }, 20_000)

  test('a record that was altered, cut or played back is not heard, and harms nothing', async () => {
    const { port, told } = await serving((datagram, count) => {
      if (count < 3) return [datagram]
      const altered = Buffer.from(datagram)
      altered[altered.length - 1] = (altered[altered.length - 1] as number) ^ 1
      const other = Buffer.from(datagram)
      other[10] = (other[10] as number) ^ 1
      return [altered, other, datagram.subarray(0, 20), Buffer.from('nonsense'), datagram, datagram]
    })
    const client = await dial(port)
    ends.push(client.close)
    for (const word of ['one', 'two']) client.send(Buffer.from(word))
    await until(() => told.data.length === 2)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(told.data.map((line) => line.split(' ')[2])).toEqual(['one', 'two'])
  })

  test('nothing is kept of a stranger before he shows that he hears us; a cookie of another address is none', async () => {
    const { port, server, told } = await serving()
    const greeting = (cookie: Buffer): Buffer => {
      const hello = { random: Buffer.alloc(32, 7), session: Buffer.alloc(0), cookie, suites: [0xc0a8], extensions: new Map() }
      const message = writeMessage({ type: messageTypes.clientHello, number: 1, body: writeClientHello(hello) })
      return writeRecord({ type: contentTypes.handshake, epoch: 0, sequence: 1, fragment: message })
    }
    server.receive(greeting(Buffer.alloc(0)), { address: '127.0.0.1', port })
    // Record and message head, version, length: then the cookie.
    const cookie = told.sent[0]?.subarray(13 + 12 + 3) as Buffer
    expect(cookie).toHaveLength(32)
    server.receive(greeting(cookie), { address: '127.0.0.1', port: 9 })
    server.receive(greeting(cookie), { address: '127.0.0.2', port })
    server.receive(greeting(Buffer.alloc(32)), { address: '127.0.0.1', port })
    expect(told.sent.map((bytes) => bytes[13])).toEqual(Array(4).fill(messageTypes.helloVerify))
    server.receive(greeting(cookie), { address: '127.0.0.1', port })
    expect(told.sent[4]?.[13]).toBe(messageTypes.serverHello)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => server.receive(Buffer.from(bytes), { address: '127.0.0.1', port })))
    expect(server.sessions).toBe(0)
  })

  test('an alert that anybody could write ends no conversation', async () => {
    const { port, server, told } = await serving()
    const client = await dial(port)
    ends.push(client.close)
    const from = Number(told.opened[0]?.split(':')[1])
    const fatal = writeRecord({ type: contentTypes.alert, epoch: 0, sequence: 9, fragment: Buffer.from([2, 40]) })
    server.receive(fatal, { address: '127.0.0.1', port: from })
    server.receive(writeRecord({ type: contentTypes.alert, epoch: 1, sequence: 9, fragment: Buffer.alloc(26) }), {
      ...{ address: '127.0.0.1', port: from },
    })
    client.send(Buffer.from('still here'))
    await until(() => told.data.length === 1)
    expect(told.ended).toBe(0)
  })

  test('a device whose key counts no more is dropped, and hears so', async () => {
    const { port, server, told } = await serving()
    const client = await dial(port)
    expect(server.sessions).toBe(1)
    server.drop('bin-1')
    await client.closed
    expect([server.sessions, told.ended]).toEqual([0, 1])
  })
})
