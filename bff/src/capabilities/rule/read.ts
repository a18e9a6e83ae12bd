export type { RuleLetter } from './act.ts'
export { rulesForBridge } from './edges.ts'
