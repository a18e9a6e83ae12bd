import type { Point3 } from './glb.ts'

/** A box of a model that we make ourselves: its name, its colour, its south-west lower and north-east upper corner in metres. */
export interface Block {
  readonly name: string
  readonly colour: readonly [number, number, number]
  readonly low: Point3
  readonly high: Point3
}

const faces = [0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5]

/** A whole glb file of boxes, each a node of its own: what demonstrations and tests import. */
export function writeGlb(blocks: readonly Block[]): Uint8Array<ArrayBuffer> {
  const positions = blocks.flatMap(({ low, high }) =>
    [low[0], high[0]].flatMap((x) => [low[1], high[1]].flatMap((y) => [low[2], high[2]].flatMap((z) => [x, y, z]))),
  )
  const numbers = new Uint8Array(positions.length * 4 + faces.length * 2)
  new Float32Array(numbers.buffer, 0, positions.length).set(positions)
  new Uint16Array(numbers.buffer, positions.length * 4, faces.length).set(faces)
  return packGlb(
    {
      asset: { version: '2.0', generator: 'Liren' },
      scene: 0,
      scenes: [{ nodes: blocks.map((_, i) => i) }],
      nodes: blocks.map(({ name }, i) => ({ name, mesh: i })),
      materials: blocks.map(({ colour }) => ({ pbrMetallicRoughness: { baseColorFactor: [...colour, 1] } })),
      meshes: blocks.map((_, i) => ({ primitives: [{ attributes: { POSITION: i + 1 }, indices: 0, material: i }] })),
      buffers: [{ byteLength: numbers.length }],
      bufferViews: [
        { buffer: 0, byteOffset: positions.length * 4, byteLength: faces.length * 2 },
        ...blocks.map((_, i) => ({ buffer: 0, byteOffset: i * 96, byteLength: 96 })),
      ],
      accessors: [
        { bufferView: 0, componentType: 5123, type: 'SCALAR', count: faces.length },
        ...blocks.map(({ low, high }, i) => ({
          ...{ bufferView: i + 1, componentType: 5126, type: 'VEC3', count: 8 },
          ...{ min: low, max: high },
        })),
      ],
    },
    numbers,
  )
}

/** Header, description and numbers as the format packs them. */
export function packGlb(description: object, numbers: Uint8Array): Uint8Array<ArrayBuffer> {
  // letters beyond ASCII as escapes: one byte for one character
  const text = JSON.stringify(description).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const json = Uint8Array.from(text, (one) => one.charCodeAt(0))
  const padded = (length: number) => Math.ceil(length / 4) * 4
  const [jsonLength, length] = [padded(json.length), padded(numbers.length)]
  const bytes = new Uint8Array(28 + jsonLength + length)
  const view = new DataView(bytes.buffer)
  const words = (at: number, ...values: number[]) => {
    for (const [i, value] of values.entries()) view.setUint32(at + i * 4, value, true)
  }
  words(0, 0x46546c67, 2, bytes.length, jsonLength, 0x4e4f534a)
  bytes.fill(0x20, 20, 20 + jsonLength)
  bytes.set(json, 20)
  words(20 + jsonLength, length, 0x004e4942)
  bytes.set(numbers, 28 + jsonLength)
  return bytes
}
