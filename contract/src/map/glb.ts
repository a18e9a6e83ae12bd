import { walkNodes } from './glb-nodes.ts'
import { type Decode, type GlbRoot, listOf, readContainer, Unreadable } from './glb-parts.ts'
import { readPrimitives } from './glb-primitives.ts'
import { widen } from './mesh-anchor.ts'

export const mostTriangles = 300_000
export const mostElements = 2000

export type Point3 = readonly [x: number, y: number, z: number]

/** Triangles of one colour, in metres of the model: x to the right, y up, z towards who looks. */
export interface MeshSurface {
  readonly positions: Float32Array
  readonly indices: Uint32Array
  readonly colour: readonly [red: number, green: number, blue: number, alpha: number]
}

/** One named thing of a model, which can be pointed at. */
export interface MeshElement {
  readonly key: string
  readonly name: string
  readonly surfaces: readonly MeshSurface[]
  readonly low: Point3
  readonly high: Point3
  readonly triangles: number
}

export interface ReadGlb {
  readonly elements: readonly MeshElement[]
  readonly triangles: number
  readonly low: Point3
  readonly high: Point3
}

export interface Unread {
  readonly fault: { readonly zh: string; readonly en: string }
}

/** Reads a binary glTF 2.0 file to the letter. It holds everything itself; what it does not say is not guessed. */
export function readGlb(bytes: Uint8Array, decode: Decode): ReadGlb | Unread {
  try {
    return read(bytes, decode)
  } catch (error) {
    if (error instanceof Unreadable) return { fault: { zh: error.zh, en: error.en } }
    throw error
  }
}

function read(bytes: Uint8Array, decode: Decode): ReadGlb {
  const { root, content } = readContainer(bytes, decode)
  const budget = { triangles: mostTriangles }
  const elements: MeshElement[] = []
  for (const { index, name, mesh, matrix } of walkNodes(root)) {
    if (elements.length >= mostElements)
      throw new Unreadable(`模型构件超过 ${mostElements} 个`, `There are more than ${mostElements} elements in the model`)
    const surfaces = readPrimitives(root, content, mesh, matrix, budget)
    elements.push({ key: String(index), name: name || nameOfMesh(root, mesh), surfaces, ...sizeOf(surfaces) })
  }
  if (elements.length === 0) throw new Unreadable('模型中没有可显示的三角面', 'There is nothing to draw in the model')
  const [low, high] = elements.reduce<[Point3, Point3]>(
    ([a, b], one) => [
      [Math.min(a[0], one.low[0]), Math.min(a[1], one.low[1]), Math.min(a[2], one.low[2])],
      [Math.max(b[0], one.high[0]), Math.max(b[1], one.high[1]), Math.max(b[2], one.high[2])],
    ],
    [
      [Infinity, Infinity, Infinity],
      [-Infinity, -Infinity, -Infinity],
    ],
  )
  return { elements, low, high, triangles: mostTriangles - budget.triangles }
}

function nameOfMesh(root: GlbRoot, mesh: number): string {
  const name = listOf(root, 'meshes')[mesh]?.name
  return typeof name === 'string' ? name.slice(0, 60) : ''
}

function sizeOf(surfaces: readonly MeshSurface[]) {
  const [low, high] = widen(surfaces.map(({ positions }) => positions))
  return { low, high, triangles: surfaces.reduce((sum, { indices }) => sum + indices.length / 3, 0) }
}
