import { type Message, type Pane, type StreamPlan, stepOf } from './shape.ts'

/** One message more. Of the same moment the earlier told stays first and the later told becomes last. */
export function addTo(pane: Pane | undefined, plan: Pick<StreamPlan, 'stepMs'>, { deviceId, at, value }: Message): Pane {
  const ends = { firstAt: at, first: value, lastAt: at, last: value }
  if (pane === undefined) return { deviceId, start: stepOf(at, plan.stepMs), points: 1, total: value, least: value, most: value, ...ends }
  return {
    ...pane,
    ...{ points: pane.points + 1, total: pane.total + value, least: Math.min(pane.least, value), most: Math.max(pane.most, value) },
    ...(at < pane.firstAt ? { firstAt: at, first: value } : {}),
    ...(at >= pane.lastAt ? { lastAt: at, last: value } : {}),
  }
}

export interface Figure {
  readonly value: number
  readonly points: number
  readonly devices: number
}

/** What panes come to; undefined where nobody said anything. A rise is reckoned for each device by itself and added up. */
export function figureOf(plan: Pick<StreamPlan, 'take'>, panes: readonly Pane[]): Figure | undefined {
  if (panes.length === 0) return undefined
  const points = panes.reduce((sum, one) => sum + one.points, 0)
  const devices = new Map<string, { first: Pane; last: Pane }>()
  for (const pane of panes) {
    const { first, last } = devices.get(pane.deviceId) ?? { first: pane, last: pane }
    devices.set(pane.deviceId, { first: pane.start < first.start ? pane : first, last: pane.start > last.start ? pane : last })
  }
  const total = () => panes.reduce((sum, one) => sum + one.total, 0)
  const value = {
    average: () => total() / points,
    least: () => Math.min(...panes.map((one) => one.least)),
    most: () => Math.max(...panes.map((one) => one.most)),
    sum: total,
    count: () => points,
    rise: () => [...devices.values()].reduce((sum, { first, last }) => sum + last.last - first.first, 0),
  }[plan.take]()
  return { value, points, devices: devices.size }
}
