import { crc32, deflateSync } from 'node:zlib'

const width = 320
const height = 240

/** A small drawn picture: wall, floor and a wet or a mended pipe. Every one differs, as photographs do. */
export function drawPicture(scene: 'broken' | 'mended', chance: () => number): Uint8Array {
  const wall = 190 + Math.floor(chance() * 40)
  const pipe = 120 + Math.floor(chance() * 80)
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3
      const colour = colourAt(x, y, { wall, pipe, scene })
      for (let i = 0; i < 3; i++) rows[at + i] = colour[i] ?? 0
    }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

interface Scene {
  readonly wall: number
  readonly pipe: number
  readonly scene: 'broken' | 'mended'
}

function colourAt(x: number, y: number, { wall, pipe, scene }: Scene): readonly number[] {
  if (x > pipe && x < pipe + 22) return y > 96 && y < 118 && scene === 'broken' ? [150, 84, 52] : [152, 158, 164]
  if (scene === 'broken' && y > 118 && (x - pipe - 10) ** 2 < (y - 100) * 9) return [116, 142, 168]
  if (y > 196) return [128, 108, 88]
  return x % 54 < 2 || y % 54 < 2 ? [wall - 24, wall - 24, wall - 30] : [wall, wall, wall - 8]
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
