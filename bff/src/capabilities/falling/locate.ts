import type { Facade } from '@liren/contract/camera/facade'
import { ontoFacade } from './projection.ts'

export type Seen = readonly [x: number, y: number, ms: number]

export interface Located {
  readonly method: 'physics' | 'start'
  readonly low: number
  readonly best: number
  readonly high: number
  /** Which column of homes, from the left. */
  readonly column: number | undefined
  readonly confidencePercent: number
  readonly residualMeters: number | null
}

const gravity = 9.81
/** A camera points at a thing this precisely, in thousandths of its picture. */
const precision = 4
/** Points further than this from a free fall are no free fall: a bag in the wind, a bird, a wrong time. */
const mostResidual = 1.2
/** Fewer points say nothing about speed. */
const fewest = 4

/**
 * Where a thing that fell came from. A camera sees it only on its way: how fast it is when it is first seen says how far
 * it had fallen before. Every number carries its error, and the answer is a range of floors.
 */
export function locate(facade: Facade, trajectory: readonly Seen[]): Located | undefined {
  const project = ontoFacade(facade.corners)
  const [first] = trajectory
  if (!project || !first) return undefined
  const meters = (facade.topFloor - facade.bottomFloor + 1) * facade.floorMeters
  const points = trajectory.map(([x, y, ms]) => {
    const [along, up] = project([x, y])
    return { along, height: up * meters, t: (ms - first[2]) / 1000 }
  })
  const start = points[0] as (typeof points)[number]
  // Neither before this facade nor above its roof: nothing is said about it.
  if (start.along < -0.08 || start.along > 1.08 || start.height > meters + facade.floorMeters) return undefined
  const [, below] = project([first[0], first[1] + precision])
  const blur = Math.abs(start.height - below * meters)
  const fall = freeFall(points)
  const isFall = fall !== undefined && fall.residual <= mostResidual && fall.speed < 1
  const before = isFall ? fall.speed ** 2 / (2 * gravity) : 0
  const height = (isFall ? fall.height : start.height) + before
  const error = isFall ? Math.hypot(blur, fall.residual, (Math.abs(fall.speed) / gravity) * fall.speedError) : blur + facade.floorMeters
  const floorOf = (at: number): number =>
    Math.min(facade.topFloor, Math.max(facade.bottomFloor, facade.bottomFloor + Math.floor(at / facade.floorMeters)))
  const [best, low] = [floorOf(height), floorOf(height - error)]
  // Whoever was seen late may have thrown from anywhere above.
  const high = floorOf(height + error + (isFall ? 0 : 2 * facade.floorMeters))
  const sureness = isFall ? 95 : 60
  const when = isFall ? Math.min(0, fall.speed / gravity) : 0
  const columns = facade.columns.length
  const along = lineAt(points, when)
  return {
    ...{ method: isFall ? ('physics' as const) : ('start' as const), low, best, high },
    column: columns === 0 ? undefined : Math.min(columns - 1, Math.max(0, Math.floor(along * columns))),
    confidencePercent: Math.round(sureness / (high - low + 1)),
    residualMeters: isFall ? Math.round(fall.residual * 100) / 100 : null,
  }
}

interface Point {
  readonly along: number
  readonly height: number
  readonly t: number
}

/** Height and speed at the first point under gravity alone, by least squares; speed is negative on the way down. */
function freeFall(points: readonly Point[]): { height: number; speed: number; residual: number; speedError: number } | undefined {
  const n = points.length
  const spread = points.reduce((sum, { t }) => sum + t * t, 0) - points.reduce((sum, { t }) => sum + t, 0) ** 2 / n
  if (n < fewest || spread < 1e-6) return undefined
  const lifted = points.map(({ height, t }) => ({ t, y: height + (gravity * t * t) / 2 }))
  const { at, slope } = line(lifted)
  const residual = Math.sqrt(lifted.reduce((sum, { t, y }) => sum + (y - at - slope * t) ** 2, 0) / (n - 2))
  return { height: at, speed: slope, residual, speedError: residual / Math.sqrt(spread) }
}

function line(points: readonly { readonly t: number; readonly y: number }[]): { at: number; slope: number } {
  const n = points.length
  const [t, y] = [points.reduce((sum, one) => sum + one.t, 0) / n, points.reduce((sum, one) => sum + one.y, 0) / n]
  const spread = points.reduce((sum, one) => sum + (one.t - t) ** 2, 0)
  const slope = spread < 1e-9 ? 0 : points.reduce((sum, one) => sum + (one.t - t) * (one.y - y), 0) / spread
  return { at: y - slope * t, slope }
}

function lineAt(points: readonly Point[], t: number): number {
  const { at, slope } = line(points.map((point) => ({ t: point.t, y: point.along })))
  return at + slope * t
}
