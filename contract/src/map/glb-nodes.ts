import { entryOf, type GlbRoot, type Json, listOf, Unreadable } from './glb-parts.ts'

/** Sixteen numbers, column after column, as the format writes them. */
export type Matrix = readonly number[]

export interface DrawnNode {
  readonly index: number
  readonly name: string
  readonly mesh: number
  readonly matrix: Matrix
}

const deepest = 32
const identity: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

/** Every node of the scene that has something to draw, with where it stands in the model. */
export function walkNodes(root: GlbRoot): DrawnNode[] {
  const scene = listOf(root, 'scenes').length === 0 ? undefined : entryOf(root, 'scenes', root.scene ?? 0)
  const seen = new Set<number>()
  const drawn: DrawnNode[] = []
  const visit = (index: number, parent: Matrix, depth: number): void => {
    const node = entryOf(root, 'nodes', index)
    // a node has one place in one tree
    if (seen.has(index) || depth > deepest) throw new Unreadable('模型的节点互相嵌套', 'The nodes of the model are nested in each other')
    seen.add(index)
    const matrix = multiply(parent, matrixOf(node))
    if (node.mesh !== undefined) drawn.push({ index, name: nameOf(node), mesh: Number(node.mesh), matrix })
    for (const child of numbersOf(node.children)) visit(child, matrix, depth + 1)
  }
  for (const index of numbersOf(scene?.nodes)) visit(index, identity, 0)
  return drawn
}

const nameOf = ({ name }: Json): string => (typeof name === 'string' ? name.slice(0, 60) : '')

function numbersOf(value: unknown): readonly number[] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.every((one) => Number.isInteger(one))) return value as number[]
  throw new Unreadable('模型的节点有误', 'The nodes of the model are not valid')
}

function vector(value: unknown, length: number, otherwise: readonly number[]): readonly number[] {
  if (value === undefined) return otherwise
  if (Array.isArray(value) && value.length === length && value.every((one) => typeof one === 'number' && Number.isFinite(one)))
    return value as number[]
  throw new Unreadable('模型节点的位置有误', 'The position of a node of the model is not valid')
}

function matrixOf(node: Json): Matrix {
  if (node.matrix !== undefined) return vector(node.matrix, 16, identity)
  const [tx = 0, ty = 0, tz = 0] = vector(node.translation, 3, [0, 0, 0])
  const [x = 0, y = 0, z = 0, w = 1] = vector(node.rotation, 4, [0, 0, 0, 1])
  const [sx = 1, sy = 1, sz = 1] = vector(node.scale, 3, [1, 1, 1])
  return [
    ...[(1 - 2 * (y * y + z * z)) * sx, 2 * (x * y + z * w) * sx, 2 * (x * z - y * w) * sx, 0],
    ...[2 * (x * y - z * w) * sy, (1 - 2 * (x * x + z * z)) * sy, 2 * (y * z + x * w) * sy, 0],
    ...[2 * (x * z + y * w) * sz, 2 * (y * z - x * w) * sz, (1 - 2 * (x * x + y * y)) * sz, 0],
    ...[tx, ty, tz, 1],
  ]
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return Array.from({ length: 16 }, (_, i) => {
    const [column, row] = [Math.floor(i / 4) * 4, i % 4]
    let sum = 0
    for (let k = 0; k < 4; k++) sum += (a[k * 4 + row] ?? 0) * (b[column + k] ?? 0)
    return sum
  })
}
