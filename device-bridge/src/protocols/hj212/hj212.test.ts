import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { chinaDigits, chinaMoment } from '../china-time.ts'
import { createAssembler } from './assemble.ts'
import { encodeData, numberOf, type Packet, parseData } from './codec.ts'
import { crcOf, createReader, encodeFrame } from './frame.ts'
import { hj212 } from './index.ts'
import { badPackets, goodPackets } from './samples.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const mn = 'JLYP01_AIR01_0001'

describe('packets', () => {
  test.each(badPackets)('$text is refused', ({ text, at, why }) => {
    const read = hj212.decode(bytes(text))
    if (read.ok) throw new Error('it was believed')
    expect(read.at).toBe(at)
    expect(read.why).toMatch(why)
  })

  test.each(goodPackets)('$text is read', ({ text, cn, mn: number, factors }) => {
    const read = hj212.decode(bytes(text))
    if (!read.ok) throw new Error(read.why)
    const packet = read.value as Packet
    expect([packet.cn, packet.mn]).toEqual([cn, number])
    expect(new Set(packet.content.flatMap((field) => field.factor || [])).size).toBe(factors)
  })

  test('the checksum is weak, as the standard made it: two packets may share one', () => {
    const [, , first, second] = goodPackets
    expect(first.text).not.toBe(second.text)
    expect(crcOf(bytes(first.text.slice(6, -4)))).toBe(crcOf(bytes(second.text.slice(6, -4))))
  })

  test.each([
    ['no CP', 'ST=22;CN=2011;MN=1'],
    ['a CP that does not end', 'ST=22;CN=2011;MN=1;CP=&&a-Rtd=1'],
    ['no number', 'ST=22;CN=2011;CP=&&&&'],
    ['a name twice', 'ST=22;ST=23;CN=2011;MN=1;CP=&&&&'],
    ['a request number that is no time', 'QN=20261340000000000;ST=22;CN=2011;MN=1;CP=&&&&'],
    ['a factor twice', 'ST=22;CN=2011;MN=1;CP=&&a-Rtd=1;a-Rtd=2&&'],
    ['fields of two factors without a semicolon', 'ST=22;CN=2011;MN=1;CP=&&a-Rtd=1,b-Flag=N&&'],
    ['a flag of no factor', 'ST=22;CN=2011;MN=1;CP=&&a-Rtd=1;Flag=N&&'],
    ['a part without its number', 'ST=22;CN=2011;MN=1;Flag=6;PNUM=2;CP=&&&&'],
    ['a part beyond the total', 'ST=22;CN=2011;MN=1;Flag=6;PNUM=2;PNO=3;CP=&&&&'],
  ])('%s is refused', (_, data) => {
    expect(parseData(data).ok).toBe(false)
  })

  test.each(['', '-', 'NaN', '1,5', '1e3', '--1', '0x10', ' 1'])('"%s" is no value', (text) => {
    expect(numberOf(text)).toBeUndefined()
  })

  test('moments are those of China, and a 30th of February is none', () => {
    expect(chinaMoment('20260302100000')).toBe(Date.parse('2026-03-02T10:00+08:00'))
    expect(chinaMoment('20260230100000')).toBeUndefined()
    expect(chinaMoment(chinaDigits(1_760_000_000_123))).toBe(1_760_000_000_123)
  })

  test('any bytes are survived, and any cut of a stream gives the same packets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (any) => void hj212.decode(Buffer.from(any))))
    const stream = bytes(`xx${goodPackets.map(({ text }) => `${text}\r\n`).join('')}##00`)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const reader = createReader()
        const frames: string[] = []
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = sizes[i % sizes.length] as number
          for (const piece of reader.push(stream.subarray(at, at + size))) if ('frame' in piece) frames.push(piece.frame.toString('latin1'))
          at += size
        }
        expect(frames).toEqual(goodPackets.map(({ text }) => text))
      }),
    )
  })

  test('a stream goes on after a packet whose length lies', () => {
    const reader = createReader()
    const lie = bytes(goodPackets[0].text.replace('##0101', '##0103'))
    const pieces = reader.push(Buffer.concat([lie, bytes('\r\n'), bytes(goodPackets[1].text), bytes('\r\n')]))
    expect(pieces.flatMap((piece) => ('frame' in piece ? [piece.frame.toString('latin1')] : []))).toEqual([goodPackets[1].text])
  })

  test('parts are put together in any order, once all are there', () => {
    const assembler = createAssembler({ now: () => 0 })
    const part = (number: number): Packet => {
      const read = parseData(
        `QN=20260302100000000;ST=22;CN=2011;MN=1;Flag=6;PNUM=3;PNO=${number};CP=&&DataTime=20260302100000;a${number}-Rtd=${number}&&`,
      )
      if (!read.ok) throw new Error(read.why)
      return read.packet
    }
    expect(assembler.take(part(3))).toBeUndefined()
    expect(assembler.take(part(1))).toBeUndefined()
    expect(assembler.take(part(1))).toBeUndefined()
    expect(assembler.take(part(2))?.content.map((field) => field.value)).toEqual(['20260302100000', '1', '2', '3'])
  })
})

describe('a station on the line', () => {
  let close: (() => Promise<void>) | undefined
  const sockets: Socket[] = []
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy()
    await close?.()
    close = undefined
  })

  const devices = [
    { code: 'air-1', protocol: 'hj212', kind: 'environment-station', product: 'station', mn, pw: '123456', dust: 'ug' },
    { code: 'air-2', protocol: 'hj212', kind: 'environment-station', product: 'station', mn: 'OTHER2', pw: '654321' },
  ]
  async function stand() {
    const opened = await openStand(devices)
    close = () => opened.close()
    return opened
  }
  async function dial(port: number) {
    const socket = connect({ host: '127.0.0.1', port })
    sockets.push(socket)
    let got = ''
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    await new Promise((resolve) => socket.once('connect', resolve))
    return {
      say: (data: string) => void socket.write(encodeFrame(data)),
      raw: (text: string) => void socket.write(bytes(text)),
      got: () => got,
    }
  }
  const port = (bridge: { ports: Readonly<Record<string, number>> }) => bridge.ports['hj212.tcp'] as number
  const data = (over: { qn?: string; flag?: number; pw?: string; number?: string; cn?: string } = {}) =>
    `QN=${over.qn ?? '20260302100000000'};ST=22;CN=${over.cn ?? '2011'};PW=${over.pw ?? '123456'};MN=${over.number ?? mn};Flag=${over.flag ?? 5};CP=&&DataTime=20260302100000;a34004-Rtd=14,a34004-Flag=N;a01006-Rtd=95,a01006-Flag=N;a01001-Rtd=17,a01001-Flag=D&&`

  test('who is not registered, or has another code, is told so and not heard', async () => {
    const { bridge, platform } = await stand()
    const station = await dial(port(bridge))
    station.say(data({ pw: '000000' }))
    await until(() => station.got().includes('QnRtn=3'))
    station.say(data({ number: 'NOBODY' }))
    await until(() => station.got().includes('QnRtn=4'))
    expect(platform.told('air-1')).toEqual([])
  })

  test('a connection that proved to be one station does not speak for another', async () => {
    const { bridge, platform } = await stand()
    const station = await dial(port(bridge))
    station.say(data())
    await until(() => platform.told('air-1', 'environment.read').length === 1)
    station.say(data({ number: 'OTHER2', pw: '654321', qn: '20260302100001000' }))
    station.say(data({ qn: '20260302100002000' }))
    await until(() => platform.told('air-1', 'environment.read').length === 2)
    expect(platform.told('air-2')).toEqual([])
  })

  test("air, wind and dust of a station arrive in one vocabulary, with the station's time; what it marks as faulty does not count", async () => {
    const { bridge, platform } = await stand()
    const station = await dial(port(bridge))
    station.say(data())
    await until(() => platform.told('air-1', 'environment.factor').length === 3)
    const [read] = platform.told('air-1', 'environment.read')
    expect(read).toMatchObject({ at: Date.parse('2026-03-02T10:00+08:00'), values: { pm25Ugm3: 14, pressureHpa: 950 } })
    expect(read?.values).not.toHaveProperty('temperatureC')
    expect(platform.told('air-1', 'environment.factor').map((one) => one.values)).toContainEqual(
      expect.objectContaining({ factor: 'a01001', value: 17, flag: 'D', period: 'now' }),
    )
    await until(() => station.got().includes('CN=9014'))
    expect(station.got()).toContain('QN=20260302100000000;ST=91;CN=9014')
  })

  test('what is said again is answered again and kept once', async () => {
    const { bridge, platform } = await stand()
    const station = await dial(port(bridge))
    station.say(data())
    station.say(data())
    await until(() => station.got().split('CN=9014').length === 3)
    station.say(data({ qn: '20260302100100000' }))
    await until(() => platform.told('air-1', 'environment.read').length === 2)
    expect(platform.told('air-1', 'environment.read')).toHaveLength(2)
  })

  test('nonsense between packets is kept for the engineer and stops nothing', async () => {
    const { bridge, platform } = await stand()
    const station = await dial(port(bridge))
    station.say(data())
    station.raw(badPackets[0].text)
    station.say(data({ qn: '20260302100100000', cn: '2051' }))
    await until(() => platform.told('air-1', 'frame.unknown').length > 0)
    await until(() => platform.told('air-1', 'environment.factor').some((one) => 'period' in one.values && one.values.period === 'minute'))
  })

  test('an order is accepted at its 9011 and done at its 9012; a refusal is a failure', async () => {
    const { bridge, platform } = await stand()
    const station = await dial(port(bridge))
    station.say(data())
    await until(() => station.got().includes('CN=9014'))
    const done = platform.command('air-1', { name: 'device.configure', values: { settings: { intervalSeconds: 60 } } })
    await until(() => station.got().includes('RtdInterval=60'))
    const qn = /QN=(\d{17});ST=91;CN=1062/.exec(station.got())?.[1] as string
    const reply = (cn: string, name: string, value: string, to = qn) =>
      station.say(encodeData({ qn: to, st: '91', cn, pw: '123456', mn, flag: 4, content: [{ factor: '', name, value }] }))
    reply('9012', 'ExeRtn', '1', '20260302100000000')
    reply('9011', 'QnRtn', '1')
    reply('9012', 'ExeRtn', '1')
    await until(() => platform.statesOf(done).includes('done'))
    expect(platform.statesOf(done)).toEqual(['sent', 'accepted', 'done'])
    const refused = platform.command('air-1', { name: 'device.set-clock', values: {} })
    await until(() => station.got().includes('CN=1012'))
    reply('9011', 'QnRtn', '2', /QN=(\d{17});ST=91;CN=1012/.exec(station.got())?.[1])
    await until(() => platform.statesOf(refused).includes('failed'))
  })
})
