/** In what way the trail is not what it was. The class says what was done, `seq` and `entryId` where. */
export const tamperClasses = ['edited', 'deleted', 'inserted', 'reordered', 'tail-cut', 'rolled-back', 'rewritten', 'split-view'] as const
export type TamperClass = (typeof tamperClasses)[number]

export interface Finding {
  readonly class: TamperClass
  /** Number of the first entry that is wrong; null for an entry that never got one. */
  readonly seq: number | null
  readonly entryId: string | null
  readonly detail: string
}

export interface AuditReport {
  readonly ok: boolean
  /** Entries whose place in the trail was checked. */
  readonly entries: number
  readonly checkpoints: number
  /** Written but not yet numbered; normal for some seconds. */
  readonly waiting: number
  /** The first of these; one of yesterday was committed so late that sealing did not look for it. */
  readonly oldestWaiting: string | null
  readonly findings: readonly Finding[]
}
