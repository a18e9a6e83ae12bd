import type { Text } from '@liren/contract'
import type { HealthPart } from '@liren/contract/capabilities/health'

export type HealthState = 'good' | 'degraded' | 'bad'

/** One thing that must be well. A vital one that is bad means: send nobody here. */
export interface Check {
  readonly name: string
  readonly part: HealthPart
  readonly text: Text
  readonly vital: boolean
  /** Throwing counts as bad, with the message as detail. */
  run(): Promise<{ state: HealthState; detail: string }>
}

export interface CheckResult {
  readonly name: string
  readonly part: HealthPart
  readonly text: Text
  readonly vital: boolean
  readonly state: HealthState
  /** For the back office only: it may name hosts and folders. */
  readonly detail: string
  /** Since when it has been in this state. */
  readonly since: number
}

export interface HealthReport {
  /** Whether requests should be sent here. */
  readonly ready: boolean
  readonly state: HealthState
  readonly at: number
  readonly checks: readonly CheckResult[]
}
