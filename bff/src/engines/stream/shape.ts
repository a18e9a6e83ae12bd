import type { StreamTake } from '@liren/contract/rule/stream'

/** A sliding window as people made it, in milliseconds. */
export interface StreamPlan {
  readonly id: string
  readonly placePath: string
  readonly productId: string
  readonly property: string
  readonly groupId: string | null
  readonly take: StreamTake
  readonly per: 'device' | 'place'
  readonly lengthMs: number
  readonly stepMs: number
  readonly latenessMs: number
}

/** The messages of one device in one step, added up: what a window needs to know of them. */
export interface Pane {
  readonly deviceId: string
  readonly start: number
  readonly points: number
  readonly total: number
  readonly least: number
  readonly most: number
  readonly firstAt: number
  readonly first: number
  readonly lastAt: number
  readonly last: number
}

export interface Message {
  readonly deviceId: string
  readonly at: number
  readonly value: number
}

/** Who stands for all devices of a place: no device, and before each of them in order. */
export const whole = '-'

export const stepOf = (at: number, stepMs: number): number => at - (at % stepMs)
export const paneKey = (pane: Pick<Pane, 'deviceId' | 'start'>): string => `${pane.deviceId} ${pane.start}`

/** The ends of all windows that a moment lies in: a window has its beginning in it and its end not. */
export function endsOf(plan: Pick<StreamPlan, 'stepMs' | 'lengthMs'>, at: number): number[] {
  const start = stepOf(at, plan.stepMs)
  return Array.from({ length: plan.lengthMs / plan.stepMs }, (_, index) => start + (index + 1) * plan.stepMs)
}
