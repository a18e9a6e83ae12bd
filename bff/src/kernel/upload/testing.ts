import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** Pictures and documents, good and hostile, for the tests of uploads only. */
export const noise = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })

export const gps = 'GPS-CANARY-31.298'

/** A photo as a telephone takes it: lying on its side, saying where it was taken. */
export const photo = (width = 400, height = 300): Promise<Buffer> =>
  noise(width, height)
    .withMetadata({ orientation: 6 })
    .withExif({
      IFD0: { Make: 'Canary', ImageDescription: gps, Orientation: '6' },
      IFD3: { GPSLatitude: '31/1 17/1 53/1', GPSLatitudeRef: 'N' },
    })
    .jpeg()
    .toBuffer()

/** An uncompressed picture of one row per colour, from the bottom up as usual. */
export function bmp(width: number, height: number, bits: 24 | 32 | 8 = 24): Buffer {
  const palette = bits === 8 ? 1024 : 0
  const stride = Math.ceil((width * bits) / 32) * 4
  const bytes = Buffer.alloc(54 + palette + stride * height)
  bytes.write('BM', 'latin1')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54 + palette, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(width, 18)
  bytes.writeInt32LE(height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(bits, 28)
  for (let i = 0; i < palette; i++) bytes[54 + i] = Math.floor(i / 4)
  // The top row is red, the others white.
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = 54 + palette + stride * y + (x * bits) / 8
      const top = y === height - 1
      if (bits === 8) bytes[at] = top ? 10 : 200
      else bytes.set([top ? 0 : 255, top ? 0 : 255, 255], at)
    }
  return bytes
}

/** The smallest document that readers take, with more objects if wanted. */
export function pdf(objects: (string | Buffer)[] = []): Buffer {
  const parts: Buffer[] = [
    Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n'),
  ]
  objects.forEach((object, i) => {
    parts.push(Buffer.from(`${i + 3} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n'))
  })
  const at = Buffer.concat(parts).length
  parts.push(Buffer.from(`xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`))
  return Buffer.concat(parts)
}

/** Objects packed into a stream, as newer documents keep them. */
export function packed(content: string | Buffer): Buffer {
  const data = deflateSync(content)
  return Buffer.concat([
    Buffer.from(`<< /Type /ObjStm /Filter /FlateDecode /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ])
}

export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

/** An archive that holds one empty file; archives are read from their end, so it may follow anything. */
export function zip(before: Buffer = Buffer.alloc(0)): Buffer {
  const name = Buffer.from('a.html')
  const local = Buffer.alloc(30)
  local.write('PK\x03\x04', 'latin1')
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.write('PK\x01\x02', 'latin1')
  central.writeUInt16LE(name.length, 28)
  central.writeUInt32LE(before.length, 42)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length + name.length, 12)
  end.writeUInt32LE(before.length + local.length + name.length, 16)
  return Buffer.concat([before, local, name, central, name, end])
}
