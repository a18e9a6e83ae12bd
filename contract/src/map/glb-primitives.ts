import type { MeshSurface } from './glb.ts'
import type { Matrix } from './glb-nodes.ts'
import { entryOf, type GlbRoot, isObject, type Json, Unreadable } from './glb-parts.ts'

/** A model that reaches farther from its own origin was written in other units or coordinates. */
const farthest = 100_000
const trianglesMode = 4
const float = 5126
/** How an index may be written, and in how many bytes. */
const indexBytes: Readonly<Record<number, number>> = { 5121: 1, 5123: 2, 5125: 4 }
const plain = [0.78, 0.78, 0.76, 1] as const

/** The triangles of one mesh where its node stands. What would be too much is refused before it is laid out. */
export function readPrimitives(
  root: GlbRoot,
  content: Uint8Array,
  index: number,
  matrix: Matrix,
  budget: { triangles: number },
): MeshSurface[] {
  const { primitives } = entryOf(root, 'meshes', index)
  if (!Array.isArray(primitives) || primitives.length === 0 || !primitives.every(isObject))
    throw new Unreadable('模型的网格有误', 'A mesh of the model is not valid')
  return primitives.map((one): MeshSurface => {
    if ((one.mode ?? trianglesMode) !== trianglesMode)
      throw new Unreadable('模型只能由三角面组成', 'The model must be made of triangles only')
    const corners = isObject(one.attributes) ? one.attributes.POSITION : undefined
    const place = spanOf(root, content, entryOf(root, 'accessors', corners), 'VEC3')
    const order = one.indices === undefined ? undefined : spanOf(root, content, entryOf(root, 'accessors', one.indices), 'SCALAR')
    const count = order?.count ?? place.count
    if (count % 3 !== 0) throw new Unreadable('模型的三角面不完整', 'A triangle of the model is not whole')
    budget.triangles -= count / 3
    if (budget.triangles < 0 || place.count > 3 * (count + 3))
      throw new Unreadable('模型过于复杂（超过 30 万个三角面）', 'The model has more than 300,000 triangles')
    const positions = positionsOf(content, place, matrix)
    const indices = order ? indicesOf(content, order, place.count) : Uint32Array.from({ length: count }, (_, i) => i)
    return { positions, indices, colour: colourOf(root, one) }
  })
}

interface Span {
  readonly start: number
  readonly stride: number
  readonly count: number
  readonly bytes: number
}

const whole = (value: unknown, least: number): number => {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value
  throw new Unreadable('模型的数据区有误', 'A stretch of data of the model is not valid')
}

/** Where the numbers of an accessor lie, every one of them within its view and the view within the file. */
function spanOf(root: GlbRoot, content: Uint8Array, accessor: Json, type: 'VEC3' | 'SCALAR'): Span {
  const kind = accessor.componentType
  const bytes = type === 'VEC3' ? (kind === float ? 12 : 0) : (indexBytes[Number(kind)] ?? 0)
  if (bytes === 0 || accessor.type !== type || accessor.sparse !== undefined || accessor.bufferView === undefined)
    throw new Unreadable('模型数据的类型不支持', 'Data of the model are of a kind that is not supported')
  const view = entryOf(root, 'bufferViews', accessor.bufferView)
  const count = whole(accessor.count, 1)
  const stride = view.byteStride === undefined ? bytes : whole(view.byteStride, bytes)
  const [offset, length] = [whole(view.byteOffset ?? 0, 0), whole(view.byteLength, 1)]
  const within = whole(accessor.byteOffset ?? 0, 0)
  if (view.buffer !== 0 || offset + length > content.length || within + (count - 1) * stride + bytes > length)
    throw new Unreadable('模型数据超出文件范围', 'Data of the model lie beyond its end')
  return { start: offset + within, stride, count, bytes }
}

function positionsOf(content: Uint8Array, { start, stride, count }: Span, m: Matrix): Float32Array {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const out = new Float32Array(count * 3)
  const at = (i: number) => m[i] ?? 0
  for (let i = 0; i < count; i++) {
    const from = start + i * stride
    const [x, y, z] = [view.getFloat32(from, true), view.getFloat32(from + 4, true), view.getFloat32(from + 8, true)]
    for (let row = 0; row < 3; row++) {
      const value = at(row) * x + at(4 + row) * y + at(8 + row) * z + at(12 + row)
      // not a number is not less either
      if (!(Math.abs(value) <= farthest))
        throw new Unreadable('模型坐标有误或过远（单位须为米）', 'Coordinates of the model are not valid or too far (in metres)')
      out[i * 3 + row] = value
    }
  }
  return out
}

function indicesOf(content: Uint8Array, { start, stride, count, bytes }: Span, points: number): Uint32Array {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const out = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    const from = start + i * stride
    const value = bytes === 1 ? view.getUint8(from) : bytes === 2 ? view.getUint16(from, true) : view.getUint32(from, true)
    if (value >= points) throw new Unreadable('模型的三角面引用了不存在的点', 'A triangle of the model names a point that is not there')
    out[i] = value
  }
  return out
}

function colourOf(root: GlbRoot, primitive: Json): MeshSurface['colour'] {
  if (primitive.material === undefined) return plain
  const { pbrMetallicRoughness: look } = entryOf(root, 'materials', primitive.material)
  const factor = isObject(look) ? look.baseColorFactor : undefined
  if (factor === undefined) return plain
  const isColour = Array.isArray(factor) && factor.length === 4 && factor.every((one) => typeof one === 'number' && one >= 0 && one <= 1)
  if (!isColour) throw new Unreadable('模型的颜色有误', 'A colour of the model is not valid')
  return factor as unknown as MeshSurface['colour']
}
