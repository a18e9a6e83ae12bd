import type { Frame } from '../../kernel/adapters/camera/source.ts'

/** A clip is one file: how long its list is, the list of times and lengths, and the pictures one after the other. */
export function pack(frames: readonly Frame[]): Buffer {
  const list = Buffer.from(JSON.stringify(frames.map(({ at, jpeg }) => [at, jpeg.length])))
  const head = Buffer.alloc(4)
  head.writeUInt32BE(list.length)
  return Buffer.concat([head, list, ...frames.map(({ jpeg }) => jpeg)])
}

export function unpack(bytes: Buffer): Frame[] {
  const length = bytes.readUInt32BE(0)
  let from = 4 + length
  return (JSON.parse(bytes.subarray(4, from).toString('utf8')) as [number, number][]).map(([at, size]) => {
    const jpeg = bytes.subarray(from, from + size)
    from += size
    return { at, jpeg }
  })
}
