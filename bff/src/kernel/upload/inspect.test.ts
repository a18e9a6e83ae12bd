import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { inspect } from './inspect.ts'
import { bmp, eicar, gps, noise, packed, pdf, photo, zip } from './testing.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const jpeg = () => noise(200, 150).jpeg().toBuffer()
const png = () => noise(200, 150).png().toBuffer()
const ftyp = (brand: string) => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}\0\0\0\0mif1`), Buffer.alloc(400)])

/** A picture of a few bytes that says it is 30,000 pixels square. */
function pixelBomb(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length)
    body.copy(out, 4)
    out.writeInt32BE(crc(body), body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(30_000, 0)
  header.writeUInt32BE(30_000, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const data = deflateSync(Buffer.alloc(30_001 * 100))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc(bytes: Buffer): number {
  let value = ~0
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
  }
  return ~value
}

const hostile: [string, () => Promise<Buffer> | Buffer, string][] = [
  ['nothing', () => Buffer.alloc(0), 'file.empty'],
  ['a script for a shell', () => Buffer.from('#!/bin/sh\necho hello to everybody'), 'file.type-refused'],
  [
    'text in an encoding that cannot be told from noise',
    () => Buffer.from([0xd6, 0xd0, 0xb9, 0xfa, 0xc9, 0xe7, 0xc7, 0xf8, 0xb9, 0xab, 0xb8, 0xe6]),
    'file.type-refused',
  ],
  ['text with a script in it', () => Buffer.from('minutes <script>1</script>'), 'file.dangerous'],
  ['a drawing that can hold scripts', () => Buffer.from(svg), 'file.type-refused'],
  ['a page', () => Buffer.from('<!doctype html><script>1</script>'), 'file.type-refused'],
  ['a program for Linux', () => Buffer.from(`\x7fELF${'\0'.repeat(100)}`, 'latin1'), 'file.type-refused'],
  ['a program for Windows', () => Buffer.from(`MZ${'\0'.repeat(100)}`, 'latin1'), 'file.type-refused'],
  ['an archive', () => zip(), 'file.type-refused'],
  ['a packed file', () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]), 'file.type-refused'],
  ['the test virus', () => Buffer.from(eicar), 'file.dangerous'],
  ['the test virus behind a picture', async () => Buffer.concat([await jpeg(), Buffer.from(eicar)]), 'file.dangerous'],
  ['the test virus inside a document', () => pdf([`<< /Note (${eicar}) >>`]), 'file.dangerous'],
  ['a picture that is an archive too', async () => zip(await jpeg()), 'file.dangerous'],
  [
    'a picture that is a document too',
    async () =>
      noise(60, 40)
        .withExif({ IFD0: { ImageDescription: '%PDF-1.7 1 0 obj' } })
        .jpeg()
        .toBuffer(),
    'file.dangerous',
  ],
  ['a picture with a page behind it', async () => Buffer.concat([await png(), Buffer.from('<HTML><Script>1</Script>')]), 'file.dangerous'],
  [
    'a picture with a script in its description',
    async () =>
      noise(60, 40)
        .withExif({ IFD0: { Make: '<?php system($_GET[0]);' } })
        .jpeg()
        .toBuffer(),
    'file.dangerous',
  ],
  ['an animation that is a script too', () => Buffer.from("GIF89a/*\0\0\0\0*/='';alert(1);//javascript:", 'latin1'), 'file.dangerous'],
  ['half a photo', async () => (await photo(1200, 900)).subarray(0, 20_000), 'file.damaged'],
  ['half a PNG', async () => (await png()).subarray(0, 9000), 'file.damaged'],
  ['half a WebP', async () => (await noise(200, 150).webp().toBuffer()).subarray(0, 2000), 'file.damaged'],
  [
    'the beginning of a picture and nothing more',
    () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200)]),
    'file.damaged',
  ],
  ['half a BMP', () => bmp(40, 30).subarray(0, 2000), 'file.damaged'],
  [
    'a BMP of negative width',
    () => {
      const bytes = bmp(4, 4)
      bytes.writeInt32LE(-4, 18)
      return bytes
    },
    'file.damaged',
  ],
  ['a small file of 900 million pixels', pixelBomb, 'file.too-many-pixels'],
  [
    'a BMP of 4 thousand million pixels',
    () => {
      const bytes = bmp(4, 4)
      bytes.writeInt32LE(65_000, 18)
      bytes.writeInt32LE(65_000, 22)
      return bytes
    },
    'file.too-many-pixels',
  ],
  ['a HEIC photo', () => ftyp('heic'), 'file.heic-refused'],
  ['a film', () => ftyp('isom'), 'file.type-refused'],
  ['a TIFF', () => noise(20, 20).tiff().toBuffer(), 'file.type-refused'],
  ['a document with a script', () => pdf(['<< /S /JavaScript /JS (app.alert(1)) >>']), 'file.dangerous'],
  ['a document with a script whose name is written in numbers', () => pdf(['<< /S /J#61v#61Script >>']), 'file.dangerous'],
  ['a document with a packed script', () => pdf([packed('5 0 << /S /JavaScript /JS (1) >>')]), 'file.dangerous'],
  ['a document that starts a program', () => pdf(['<< /S /Launch /F (cmd.exe) >>']), 'file.dangerous'],
  ['a document that carries a file', () => pdf(['<< /Type /Filespec /EF << /EmbeddedFile 9 0 R >> >>']), 'file.dangerous'],
  ['a document that unpacks to forty million bytes', () => pdf([packed(Buffer.alloc(40_000_000))]), 'file.dangerous'],
  ['a document that is an archive too', () => zip(pdf()), 'file.dangerous'],
  ['a document with something behind its end', () => Buffer.concat([pdf(), Buffer.from('MZ\x90 a program')]), 'file.dangerous'],
  ['half a document', () => pdf().subarray(0, 100), 'file.damaged'],
  ['a document behind a page', () => Buffer.concat([Buffer.from('<html>'), pdf()]), 'file.type-refused'],
  ['more than ten million bytes', () => Buffer.concat([pdf(), Buffer.alloc(11_000_000)]), 'file.too-large'],
]

describe('what is refused', () => {
  it.each(hostile)('%s', async (_, make, code) => {
    await expect(inspect(await make())).rejects.toMatchObject({ code })
  })
})

describe('what is taken', () => {
  it('draws a photo anew: upright, without where it was taken or anything else it said', async () => {
    const bytes = await photo(400, 300)
    expect(bytes.includes(gps)).toBe(true)
    const { kind, type, main, thumb, width, height } = await inspect(bytes)
    expect({ kind, type, width, height }).toEqual({ kind: 'image', type: 'image/jpeg', width: 300, height: 400 })
    for (const drawn of [main, thumb as Buffer]) {
      const metadata = await sharp(drawn).metadata()
      expect([metadata.exif, metadata.icc, metadata.xmp, metadata.iptc, metadata.orientation]).toEqual(Array(5).fill(undefined))
      expect(drawn.includes('Canary')).toBe(false)
      expect(drawn.includes(gps)).toBe(false)
    }
  })

  it('brings large pictures down to 2560 and small ones not up', async () => {
    expect(await inspect(await noise(4000, 1000).jpeg().toBuffer())).toMatchObject({ width: 2560, height: 640 })
    const small = await inspect(await noise(30, 20).jpeg().toBuffer())
    expect(small).toMatchObject({ width: 30, height: 20 })
    expect(await sharp((await inspect(await noise(4000, 1000).jpeg().toBuffer())).thumb as Buffer).metadata()).toMatchObject({ width: 480 })
  })

  it.each(['webp', 'gif', 'png'] as const)('keeps an opaque %s as JPEG and one with holes as PNG', async (format) => {
    expect(await inspect(await noise(80, 60).toFormat(format).toBuffer())).toMatchObject({ type: 'image/jpeg' })
    const holes = await sharp({ create: { width: 40, height: 40, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0 } } })
      .toFormat(format)
      .toBuffer()
    const { type, main } = await inspect(holes)
    expect(type).toBe('image/png')
    expect(await sharp(main).metadata()).toMatchObject({ format: 'png', hasAlpha: true })
  })

  it.each([24, 32, 8] as const)('[DB3205-7.3.2-c] turns a BMP of %i bits into a JPEG, the right way up', async (bits) => {
    const { type, main, width, height } = await inspect(bmp(60, 45, bits))
    expect({ type, width, height }).toEqual({ type: 'image/jpeg', width: 60, height: 45 })
    const { data, info } = await sharp(main).raw().toBuffer({ resolveWithObject: true })
    const brightness = (y: number) => (data[(y * info.width + 30) * info.channels + 1] as number) ?? 0
    expect(info.format).toBe('raw')
    expect(brightness(0)).toBeLessThan(brightness(40) - 60)
  })

  it('[DB3205-7.3.2-c] refuses what is of no known picture type, and says which types are taken', async () => {
    await expect(inspect(await noise(20, 20).tiff().toBuffer())).rejects.toMatchObject({
      code: 'file.type-refused',
      text: { zh: expect.stringContaining('JPG') },
    })
  })

  it('takes only the first picture of an animation', async () => {
    const frames = await sharp(await noise(20, 40).png().toBuffer(), { pageHeight: 20 } as never)
      .gif({ delay: [100, 100] })
      .toBuffer()
    expect((await inspect(frames)).type).toBe('image/jpeg')
  })

  it('keeps a passive document byte for byte', async () => {
    const bytes = pdf([packed('5 0 << /Type /Page /Note (JavaScript is only a word here) >>')])
    expect(await inspect(bytes)).toEqual({ kind: 'pdf', type: 'application/pdf', main: bytes, thumb: null, width: null, height: null })
  })

  it('stays within memory when many large pictures come at once', async () => {
    const large = await noise(4000, 3000).jpeg({ quality: 60 }).toBuffer()
    const before = process.memoryUsage().rss
    await Promise.all(Array.from({ length: 6 }, () => inspect(large)))
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
  })
})
