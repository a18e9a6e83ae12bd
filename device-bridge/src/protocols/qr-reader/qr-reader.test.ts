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
