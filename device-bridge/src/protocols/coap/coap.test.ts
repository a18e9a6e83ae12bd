import { createSocket } from 'node:dgram'
import coapPeer from 'coap'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { systemClock } from '../../ports/system.ts'
import { secretDigest } from '../../registry.ts'
import { type DtlsClient, dialDtls } from '../../transport/dtls/client.ts'
import { codes } from './codec.ts'
import { dialCoap } from './dial.ts'
import { readMessage, writeMessage } from './frame.ts'
import { coap } from './index.ts'
import { badFrames, goodFrames } from './samples.ts'

describe('frames', () => {
  test.each(badFrames)('$hex is refused at its byte', ({ hex, at, why }) => {
    const decoded = coap.decode(Buffer.from(hex, 'hex'))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded).toMatchObject({ at, why: expect.stringMatching(why) })
  })
  test.each(goodFrames)('$hex is read, and written as it was', ({ hex, says }) => {
    const bytes = Buffer.from(hex, 'hex')
    expect(coap.decode(bytes)).toMatchObject({ ok: true, value: says })
    const cut = readMessage(bytes)
    expect(cut.ok && writeMessage(cut.message).toString('hex')).toBe(hex)
  })
  test('any bytes are survived', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void coap.decode(Buffer.concat([Buffer.from([0x42]), Buffer.from(bytes)]))),
    )
  })
})

const secret = 'the-secret-of-smoke-1'
const clock = systemClock
const chance = () => Math.random()

describe('a sensor that sleeps', () => {
  let stand: Awaited<ReturnType<typeof openStand>>
  const ends: (() => unknown)[] = []
  beforeAll(async () => {
    const detector = (code: string, its: string) => ({ code, protocol: 'coap', model: 'smoke-detector', secret: its })
    stand = await openStand([detector('smoke-1', secret), detector('smoke-2', 'the-secret-of-smoke-2')])
  })
  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end()
    await stand.close()
  })
  const port = () => stand.bridge.ports['coap.dtls'] as number
  const wake = async (code = 'smoke-1', its = secret) => {
    const device = await dialCoap({ host: '127.0.0.1', port: port(), code, secret: its, clock, chance })
    ends.push(device.close)
    return device
  }
  /** The bare line, for messages that no good device sends. */
  const raw = async () => {
    const heard: Buffer[] = []
    const key = Buffer.from(secretDigest('smoke-1', secret), 'hex')
    const client: DtlsClient = await dialDtls({
      ...{ host: '127.0.0.1', port: port(), identity: 'smoke-1', key, clock },
      onData: (data) => heard.push(data),
    })
    ends.push(client.close)
    const answer = async (hex: string) => {
      const before = heard.length
      client.send(Buffer.from(hex, 'hex'))
      await until(() => heard.length > before)
      return heard.at(-1) as Buffer
    }
    return { client, heard, answer }
  }

  test('a wrong secret and a stranger do not get in; what is not DTLS is not answered', async () => {
    await expect(wake('smoke-1', 'another-secret-0000')).rejects.toThrow(/alert 51/)
    await expect(wake('nobody', secret)).rejects.toThrow(/alert 51/)
    const probe = createSocket('udp4')
    let answers = 0
    probe.on('message', () => answers++)
    probe.send(Buffer.from('40017d34bb74656d7065726174757265', 'hex'), port(), '127.0.0.1')
    await until(async () => (await (await fetch(`http://127.0.0.1:${stand.bridge.healthPort}/strangers`)).text()).includes('nobody'))
    expect(answers).toBe(0)
    probe.close()
  })

  test('nonsense, unknown options and paths, other formats and proxies are refused and harm nothing', async () => {
    const { answer } = await raw()
    const code = async (hex: string) => (await answer(hex))[1]
    expect(await answer('42010009aa')).toEqual(Buffer.from('70000009', 'hex'))
    expect(await answer('40000777')).toEqual(Buffer.from('70000777', 'hex'))
    expect(await code('40020011b86d65737361676573e1000161')).toBe(codes.badOption)
    expect(await code('40010012b463616665')).toBe(codes.notFound)
    expect(await code('40010013b86d65737361676573')).toBe(codes.notAllowed)
    expect(await code('40020014b86d65737361676573113cff7b7d')).toBe(codes.unknownFormat)
    expect(await code('40020015b86d65737361676573d10f61')).toBe(codes.noProxy)
    expect(await code('40020016b86d65737361676573ff7b')).toBe(codes.badRequest)
    await until(() => stand.platform.told('smoke-1', 'frame.unknown').length >= 2)
  })

  test('a message that comes twice is answered twice and heard once, by its id also on another line', async () => {
    const { client, heard, answer } = await raw()
    const text = `{"id":"once-1","ts":${Date.now()},"values":{"alarm":true,"battery":81}}`
    const hex = `40024a01b86d657373616765731132ff${Buffer.from(text).toString('hex')}`
    expect((await answer(hex)).toString('hex')).toBe('60444a01')
    client.send(Buffer.from(hex, 'hex'))
    await until(() => heard.length === 2)
    expect(heard[1]).toEqual(heard[0])
    expect((await (await wake()).ask('post', 'messages', text)).code).toBe(codes.changed)
    await until(() => stand.platform.told('smoke-1', 'fire.alarmed').length > 0)
    expect(stand.platform.told('smoke-1', 'fire.alarmed')).toMatchObject([{ values: { kind: 'smoke' } }])
    expect(stand.platform.told('smoke-1', 'device.battery')).toMatchObject([{ values: { percent: 81 } }])
  })

  test('long messages come in blocks; a block that is missing, too big in all, or of a reserved size is refused', async () => {
    const device = await wake()
    const values = Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`channel.${i}`, i * 1000]))
    expect((await device.ask('post', 'messages', JSON.stringify({ type: 'survey', values }))).code).toBe(codes.changed)
    await until(() => stand.platform.told('smoke-1', 'event.reported').length === 1)
    const [told] = stand.platform.told('smoke-1', 'event.reported') as unknown as [{ values: { properties: object } }]
    expect(Object.keys(told.values.properties)).toHaveLength(90)
    const { answer } = await raw()
    const block = (id: string, option: string, size: number) => `4002${id}b86d65737361676573${option}ff${'61'.repeat(size)}`
    expect((await answer(block('5001', 'd2030018', 16)))[1]).toBe(codes.incomplete)
    expect((await answer(block('5002', 'd1030f', 16)))[1]).toBe(codes.badRequest)
    expect((await answer(block('5003', 'd1030e', 1024)))[1]).toBe(codes.continue)
    for (let i = 1; i < 16; i++) {
      const option = `d203${(i * 16 + 8 + 6).toString(16).padStart(4, '0')}`
      expect((await answer(block((0x5003 + i).toString(16), option, 1024)))[1]).toBe(codes.continue)
    }
    expect((await answer(block('5020', 'd203010e', 1024)))[1]).toBe(codes.tooLarge)
  })

  test('it fetches what waited while it slept, and only its own', async () => {
    const id = stand.platform.command('smoke-1', { name: 'alarm.silence', values: { seconds: 60 } }, 60_000)
    await until(() => stand.bridge.pending === 1)
    const other = await wake('smoke-2', 'the-secret-of-smoke-2')
    expect(JSON.parse((await other.ask('get', 'commands')).body)).toMatchObject({ commands: [] })
    expect((await other.ask('post', `commands/${id}`, '{"code":0}')).code).toBe(codes.notFound)
    const device = await wake()
    let commands: unknown[] = []
    await until(async () => {
      commands = JSON.parse((await device.ask('get', 'commands')).body).commands
      return commands.length > 0
    })
    expect(commands).toMatchObject([{ id, name: 'alarm.silence', args: { seconds: 60 } }])
    await device.ask('post', `commands/${id}`, '{"code":0,"data":{"silenced":true}}')
    await until(() => stand.platform.statesOf(id).at(-1) === 'done')
    expect(stand.platform.statesOf(id)).toEqual(['sent', 'done'])
  })

  test('it observes: a command is told at once, also one that is longer than a datagram', async () => {
    const device = await wake()
    const heard: { id: string; name: string }[] = []
    await device.observe('commands', (body) => heard.push(...JSON.parse(body).commands))
    const settings = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`setting.${i}`, 'x'.repeat(20)]))
    const id = stand.platform.command('smoke-1', { name: 'device.configure', values: { settings } }, 60_000)
    await until(() => heard.length === 1)
    expect(heard).toMatchObject([{ id, args: { settings } }])
    await device.ask('post', `commands/${id}`, '{"code":3,"message":"read only"}')
    await until(() => stand.platform.statesOf(id).at(-1) === 'failed')
    await device.close()
    const lonely = stand.platform.command('smoke-1', { name: 'alarm.silence', values: {} }, 900)
    await until(() => stand.platform.statesOf(lonely).includes('expired'))
  })

  test('a device that is switched off is cut off', async () => {
    const device = await wake('smoke-2', 'the-secret-of-smoke-2')
    const known = stand.registry.get('smoke-2')
    if (known) stand.registry.put([{ ...known, isEnabled: false }])
    await expect(wake('smoke-2', 'the-secret-of-smoke-2')).rejects.toThrow(/alert/)
    if (known) stand.registry.put([known])
    await device.close()
  })

  test('an independent CoAP client posts in blocks, fetches in blocks and observes, through a tunnel of DTLS', async () => {
    const key = Buffer.from(secretDigest('smoke-1', secret), 'hex')
    const relay = createSocket('udp4')
    let peer = 0
    const tunnel = await dialDtls({
      ...{ host: '127.0.0.1', port: port(), identity: 'smoke-1', key, clock },
      onData: (data) => relay.send(data, peer, '127.0.0.1'),
    })
    relay.on('message', (data, from) => {
      peer = from.port
      tunnel.send(data)
    })
    await new Promise<void>((resolve) => relay.bind(0, '127.0.0.1', resolve))
    ends.push(() => relay.close(), tunnel.close)
    const ask = (more: object, body?: string): Promise<coapPeer.IncomingMessage> =>
      new Promise((resolve, reject) => {
        const request = coapPeer.request({ hostname: '127.0.0.1', port: relay.address().port, ...more })
        request.on('response', resolve)
        request.on('error', reject)
        if (body !== undefined) request.setOption('Content-Format', 'application/json')
        request.end(body)
      })
    expect((await ask({ pathname: '/.well-known/core' })).payload.toString()).toContain('</commands>;ct=50;obs')
    const values = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`probe.${i}`, 'y'.repeat(8)]))
    const long = JSON.stringify({ type: 'probed', values })
    const blocks = { method: 'POST' as const, pathname: '/messages', options: { Block1: Buffer.from([0x05]) } }
    expect((await ask(blocks, long)).code).toBe('2.04')
    await until(() => stand.platform.told('smoke-1', 'event.reported').some(({ values }) => (values as { name: string }).name === 'probed'))
    const watching = (await ask({ pathname: '/commands', observe: true })) as coapPeer.ObserveReadStream
    const told: string[] = []
    watching.on('data', (chunk: Buffer) => told.push(chunk.toString()))
    const id = stand.platform.command('smoke-1', { name: 'device.identify', values: {} }, 60_000)
    await until(() => told.some((text) => text.includes(id)))
    expect((await ask({ method: 'POST', pathname: `/commands/${id}` }, '{"code":0}')).code).toBe('2.04')
    await until(() => stand.platform.statesOf(id).at(-1) === 'done')
    watching.close()
  })
})
