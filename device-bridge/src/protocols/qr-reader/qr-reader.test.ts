import { createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { createReader, encodeFrame } from './frame.ts'
import { qrReader } from './index.ts'
import { badPieces, goodPieces } from './samples.ts'

describe('pieces', () => {
  test.each(badPieces)('$hex is refused at its byte', ({ hex, at, why }) => {
    expect(qrReader.decode(Buffer.from(hex, 'hex'))).toMatchObject({ ok: false, at, why: expect.stringMatching(why) })
  })
  test.each(goodPieces)('$hex is read', ({ hex, says }) => {
    expect(qrReader.decode(Buffer.from(hex, 'hex'))).toMatchObject({ ok: true, value: says })
  })
  test('any bytes are survived; a frame cut anywhere is read once', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void qrReader.decode(Buffer.from(bytes))))
    const frame = encodeFrame(0x30, 0, Buffer.from('pass'))
    for (let at = 1; at < frame.length; at++) {
      const reader = createReader()
      const pieces = [...reader.push(frame.subarray(0, at)), ...reader.push(frame.subarray(at))]
      expect(pieces).toEqual([{ frame }])
    }
  })
})

describe('readers', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  test('a code reaches the platform and stays nowhere in what is kept for engineers: no frame, stranger, unknown bytes or log', async () => {
    const codes = ['40917263', '51820934', '62931045', '73042156', '84153267', '95264378', 'PASS-ZQ81']
    const [byLine, byFrame, byStatus, bySpoilt, byPost, byStranger, byForm] = codes as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ]
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      sockets.push(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const secret = 'the-secret-of-qr-2'
    const logged: unknown[] = []
    const log = { info: (...all: unknown[]) => void logged.push(all), warn: (...all: unknown[]) => void logged.push(all) }
    const stand = await openStand(
      [
        { code: 'qr-1', protocol: 'qr-reader', model: 'qr-reader', kind: 'reader', host: '127.0.0.1', port },
        { code: 'qr-2', protocol: 'qr-reader', model: 'qr-reader', kind: 'reader', secret },
      ],
      { deps: { log } },
    )
    ends.push(
      () => server.close(),
      () => sockets[0]?.destroy(),
      stand.close,
    )
    await until(() => sockets.length === 1)
    const spoilt = encodeFrame(0x30, 0, Buffer.from(bySpoilt))
    spoilt.writeUInt8(spoilt.readUInt8(spoilt.length - 1) ^ 1, spoilt.length - 1)
    // a code that comes in two pieces is whole in neither
    sockets[0]?.write(byLine.slice(0, 5))
    sockets[0]?.write(`${byLine.slice(5)}\r\n`)
    sockets[0]?.write(encodeFrame(0x30, 0, Buffer.from(byFrame)))
    sockets[0]?.write(encodeFrame(0x30, 1, Buffer.from(byStatus)))
    sockets[0]?.write(Buffer.concat([spoilt, encodeFrame(0x30, 0, Buffer.alloc(0))]))
    await until(() => stand.platform.told('qr-1', 'frame.unknown').length >= 2)
    const post = async (its: string, type: string, body: string) =>
      (
        await fetch(`http://127.0.0.1:${stand.bridge.httpPort}/qr/qr-2/${its}`, {
          ...{ method: 'POST', headers: { 'content-type': type }, body },
        })
      ).status
    expect(await post(secret, 'application/json', JSON.stringify({ code: byPost }))).toBe(200)
    expect(await post(secret, 'application/json', JSON.stringify({ other: byPost }))).toBe(400)
    expect(await post('guess', 'application/json', JSON.stringify({ code: byStranger }))).toBe(403)
    expect(await post(secret, 'application/x-www-form-urlencoded', `code=${byForm}`)).toBe(200)
    for (const device of ['qr-1', 'qr-2']) stand.platform.command(device, { name: 'device.frames', values: {} })
    await until(() => stand.platform.events.filter(({ type }) => type === 'frames.told').length === 2)

    const page = async (path: string) => (await fetch(`http://127.0.0.1:${stand.bridge.healthPort}${path}`)).text()
    const kept = {
      frames: (await page('/frames?device=qr-1')) + (await page('/frames?device=qr-2')),
      strangers: await page('/strangers'),
      events: JSON.stringify(stand.platform.events.filter(({ type }) => type !== 'code.read')),
      logged: JSON.stringify(logged),
    }
    const halves = codes.flatMap((code) => [code, code.slice(0, 5)])
    const holding = (text: string): string[] =>
      halves.filter((code) => text.includes(code) || text.includes(Buffer.from(code).toString('hex')))
    for (const [where, text] of Object.entries(kept)) expect([where, holding(text)]).toEqual([where, []])
    // what the engineer does see: that something came, how long it was, how it ends
    expect(kept.frames).toContain('…63')
    expect(kept.frames).toContain('…81')
    expect(kept.events).toContain(Buffer.from([0x55, 0xaa, 0x30, 1, 8, 0]).toString('hex'))
    expect(kept.strangers).toContain('a wrong secret')
    // control: the same search finds them in what the platform was told, and in raw bytes
    expect(holding(JSON.stringify(stand.platform.told('qr-1', 'code.read')))).toContain(byFrame)
    expect(holding(spoilt.toString('hex'))).toContain(bySpoilt)
  })
  test('a code is told once while it is held before the reader, by line, frame and post; nonsense is kept', async () => {
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      sockets.push(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const secret = 'the-secret-of-qr-2'
    const stand = await openStand([
      { code: 'qr-1', protocol: 'qr-reader', model: 'qr-reader', kind: 'reader', host: '127.0.0.1', port, door: 2 },
      { code: 'qr-2', protocol: 'qr-reader', model: 'qr-reader', kind: 'reader', secret, field: 'vgdecoderesult' },
    ])
    ends.push(
      () => server.close(),
      () => sockets[0]?.destroy(),
      stand.close,
    )
    await until(() => sockets.length === 1)
    sockets[0]?.write('PASS-1\r\nPASS-1\r\n')
    sockets[0]?.write(encodeFrame(0x30, 0, Buffer.from('PASS-2')))
    sockets[0]?.write(encodeFrame(0x30, 1, Buffer.from('PASS-3')))
    sockets[0]?.write(Buffer.from([0x01, 0x02]))
    await until(() => stand.platform.told('qr-1', 'frame.unknown').length === 2)
    expect(stand.platform.told('qr-1', 'code.read')).toMatchObject([
      { values: { door: 2, text: 'PASS-1' } },
      { values: { text: 'PASS-2' } },
    ])
    const post = async (its: string, type: string, body: string) =>
      (await fetch(`http://127.0.0.1:${stand.bridge.httpPort}/qr/qr-2/${its}`, { method: 'POST', headers: { 'content-type': type }, body }))
        .status
    expect(await post('guess', 'application/json', '{"vgdecoderesult":"A"}')).toBe(403)
    expect(await post(secret, 'application/json', '{"vgdecoderesult":7}')).toBe(400)
    expect(await post(secret, 'application/json', '{"vgdecoderesult":"PASS-4"}')).toBe(200)
    expect(await post(secret, 'application/x-www-form-urlencoded', 'vgdecoderesult=PASS-4')).toBe(200)
    await until(() => stand.platform.told('qr-2', 'code.read').length === 1)
    expect(stand.platform.told('qr-2', 'code.read')).toMatchObject([{ values: { text: 'PASS-4' } }])
  })
})
