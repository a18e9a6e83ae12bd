import { createServer, type Server, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { readWiegand, writeWiegand } from '../wiegand.ts'
import { createReader, cutFrame, encodeFrame } from './frame.ts'
import { osdp } from './index.ts'
import { signalsOf } from './readers.ts'
import { badFrames, goodFrames } from './samples.ts'
import { createPlayedReader } from './simulate.ts'

describe('frames', () => {
  test.each(badFrames)('$hex is refused at its byte', ({ hex, at, why }) => {
    const decoded = osdp.decode(Buffer.from(hex, 'hex'))
    if (decoded.ok) throw new Error('it was believed')
    expect(decoded).toMatchObject({ at, why: expect.stringMatching(why) })
  })
  test.each(goodFrames)('$hex is read', ({ hex, says }) => {
    expect(osdp.decode(Buffer.from(hex, 'hex'))).toMatchObject({ ok: true, value: says })
  })
  test('any bytes are survived, and a frame cut anywhere among noise is read once', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void osdp.decode(Buffer.from(bytes))))
    const good = Buffer.from('5365080004606090', 'hex')
    const stream = Buffer.concat([Buffer.from('5365ffff5306005300', 'hex'), good, Buffer.from('ff', 'hex'), good])
    for (let at = 1; at < stream.length; at++) {
      const reader = createReader()
      const pieces = [...reader.push(stream.subarray(0, at)), ...reader.push(stream.subarray(at))]
      expect(pieces.filter((piece) => 'frame' in piece)).toHaveLength(2)
    }
  })
  test('what is written is read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 126 }),
        fc.constantFrom('crc' as const, 'checksum' as const),
        fc.uint8Array({ maxLength: 40 }),
        (address, check, data) => {
          const frame = { address, isReply: true, sequence: 2, check, code: 0x50, data: Buffer.from(data) }
          expect(cutFrame(encodeFrame(frame))).toEqual({ ok: true, frame })
        },
      ),
    )
  })
})

describe('cards', () => {
  test('a card of 26 bits as door controllers count it', () => {
    const bytes = writeWiegand(26, 54412n, 61)
    expect(readWiegand(bytes, 26)).toMatchObject({ ok: true, card: { format: 'wiegand-26', facility: 61, number: 54412 } })
  })
  test.each([26, 34, 37, 66])('every single bit that is turned in %i bits is found out', (count) => {
    const bytes = writeWiegand(count, 0x1234n, 61)
    expect(readWiegand(bytes, count)).toMatchObject({ ok: true })
    for (let bit = 0; bit < count; bit++) {
      // The bit that both parities of 37 watch turns both of them.
      const turned = Buffer.from(bytes)
      turned[bit >> 3] = (turned[bit >> 3] as number) ^ (0x80 >> (bit & 7))
      expect(readWiegand(turned, count).ok, `bit ${bit}`).toBe(false)
    }
  })
  test.each([
    [27, 4],
    [26, 3],
    [0, 0],
    [34, 4],
  ])('%i bits in %i bytes are refused', (count, size) => {
    expect(readWiegand(Buffer.alloc(size), count).ok).toBe(false)
  })
  test('a number beyond what JSON holds stays in its bits', () => {
    const read = readWiegand(writeWiegand(66, 0xffffffffffffffffn), 66)
    expect(read).toMatchObject({ ok: true, card: { format: 'wiegand-66' } })
    expect(read.ok && 'number' in read.card).toBe(false)
  })
  test('keys that somebody pressed are counted, never told', () => {
    expect(signalsOf({ kind: 'keys', reader: 0, digits: 4 }, {})).toEqual([{ type: 'pin.entered', values: { digits: 4 } }])
  })
})

describe('readers on a wire', () => {
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  const wire = async (answers: ((frame: Buffer) => Buffer | undefined)[]) => {
    const sockets = new Set<Socket>()
    const server: Server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      const reader = createReader()
      socket.on('data', (chunk) => {
        for (const piece of reader.push(chunk))
          for (const answer of answers) {
            const reply = 'frame' in piece ? answer(piece.frame) : undefined
            if (reply) socket.write(reply)
          }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ends.push(
      () => server.close(),
      () => {
        for (const socket of sockets) socket.destroy()
      },
    )
    return (server.address() as { port: number }).port
  }

  test('two readers share a wire; a card is told with its bits, a wrong parity is kept and tells nothing', async () => {
    const wrong = writeWiegand(26, 54412n, 61)
    wrong[0] = (wrong[0] as number) ^ 0x40
    const port = await wire([createPlayedReader(1, writeWiegand(26, 54412n, 61), 26, 3), createPlayedReader(2, wrong, 26, 3)])
    const reader = (code: string, address: number) => ({
      ...{
        code,
        protocol: 'osdp',
        model: 'card-reader',
        kind: 'reader',
        host: '127.0.0.1',
        port,
        address,
        everyMs: 50,
        door: 4,
        direction: 'in',
      },
    })
    const stand = await openStand([reader('reader-1', 1), reader('reader-2', 2)])
    ends.push(stand.close)
    await until(
      () => stand.platform.told('reader-1', 'card.read').length > 0 && stand.platform.told('reader-2', 'frame.unknown').length > 0,
    )
    expect(stand.platform.told('reader-1', 'card.read')[0]).toMatchObject({
      values: { door: 4, direction: 'in', format: 'wiegand-26', facility: 61, number: 54412, card: expect.stringMatching(/^[0-9a-f]{7}$/) },
    })
    expect(stand.platform.told('reader-1', 'device.described')).toMatchObject([
      { values: { vendor: 'ca446c', firmware: '1.2.3', serial: '12345678' } },
    ])
    expect(stand.platform.told('reader-2', 'card.read')).toEqual([])
  })
})
