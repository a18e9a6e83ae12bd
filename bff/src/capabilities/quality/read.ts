import type { QualityRule } from '@liren/contract/capabilities/quality'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'

export interface FaultTally {
  readonly place_path: string
  /** Null on the line that counts files, whatever is wrong with them. */
  readonly rule: QualityRule | null
  readonly files: number
}

/** How many files of an archive are wrong, place by place, by rule and altogether. For the house itself. */
export const faultTallies = (kernel: Kernel, archive: string): Promise<FaultTally[]> =>
  unscoped<FaultTally>(kernel.store, 'the figures of the warehouses are of the whole house', {
    sql: `SELECT place_path, rule, COUNT(*) AS files FROM quality_faults WHERE archive = ? GROUP BY place_path, rule
          UNION ALL SELECT place_path, NULL, COUNT(DISTINCT file_id) FROM quality_faults WHERE archive = ? GROUP BY place_path`,
    params: [archive, archive],
  })
