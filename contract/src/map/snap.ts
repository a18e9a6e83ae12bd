import { type Line, type Position, planeAt } from './position.ts'

export interface Snap {
  readonly point: Position
  readonly kind: 'corner' | 'edge'
}

/** The corner of a neighbour within reach, or else the nearest point of an edge; corners win so that borders meet exactly. */
export function snapTo(point: Position, neighbours: readonly Line[], reachMetres: number): Snap | undefined {
  const plane = planeAt(point)
  let corner: { at: Position; far: number } | undefined
  let edge: { at: Position; far: number } | undefined
  for (const line of neighbours) {
    const flat = line.map(plane.to)
    for (const [i, [x, y]] of flat.entries()) {
      const far = Math.hypot(x, y)
      if (far <= reachMetres && (!corner || far < corner.far)) corner = { at: line[i] as Position, far }
      const before = flat[i - 1]
      if (!before) continue
      const [dx, dy] = [x - before[0], y - before[1]]
      const length = dx * dx + dy * dy
      if (length === 0) continue
      const t = Math.max(0, Math.min(1, -(before[0] * dx + before[1] * dy) / length))
      const foot: Position = [before[0] + t * dx, before[1] + t * dy]
      const off = Math.hypot(...foot)
      if (off <= reachMetres && (!edge || off < edge.far)) edge = { at: plane.from(foot), far: off }
    }
  }
  if (corner) return { point: corner.at, kind: 'corner' }
  return edge && { point: edge.at, kind: 'edge' }
}
