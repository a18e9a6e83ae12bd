export interface Pixels {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/** The uncompressed kinds that cameras, scanners and Windows write: 8 bits with a palette, 24 and 32 bits. Undefined for a file that is not whole. */
export function readBmp(bytes: Buffer, maxPixels: number): Pixels | 'too-many-pixels' | undefined {
  if (bytes.length < 54) return undefined
  const dataAt = bytes.readUInt32LE(10)
  const headerSize = bytes.readUInt32LE(14)
  const width = bytes.readInt32LE(18)
  const signedHeight = bytes.readInt32LE(22)
  const bits = bytes.readUInt16LE(28)
  const compression = bytes.readUInt32LE(30)
  const height = Math.abs(signedHeight)
  if (headerSize < 40 || width <= 0 || height === 0) return undefined
  if (width * height > maxPixels) return 'too-many-pixels'
  // 3 says where each colour sits; only the usual order is read.
  const plain = compression === 0 || (compression === 3 && bits === 32)
  if (!plain || ![8, 24, 32].includes(bits)) return undefined
  const stride = Math.ceil((width * bits) / 32) * 4
  if (dataAt < 14 + headerSize || dataAt + stride * height > bytes.length) return undefined
  const palette = bits === 8 ? bytes.subarray(14 + headerSize, dataAt) : undefined
  const data = Buffer.allocUnsafe(width * height * 3)
  for (let y = 0; y < height; y++) {
    // Rows stand from the bottom up unless the height is negative.
    const row = dataAt + stride * (signedHeight > 0 ? height - 1 - y : y)
    for (let x = 0; x < width; x++) {
      const source = palette ?? bytes
      const at = palette ? (bytes[row + x] ?? 0) * 4 : row + (x * bits) / 8
      const to = (y * width + x) * 3
      data[to] = source[at + 2] ?? 0
      data[to + 1] = source[at + 1] ?? 0
      data[to + 2] = source[at] ?? 0
    }
  }
  return { data, width, height }
}
