import { text } from '../kernel/text.ts'

/** What a building goes through, in this order. */
export const stages = {
  planning: text('规划', 'Planning'),
  design: text('设计', 'Design'),
  construction: text('建设', 'Construction'),
  maintenance: text('运维', 'Operation and maintenance'),
  management: text('管理', 'Management'),
} as const
export type Stage = keyof typeof stages
export const stageNames = Object.keys(stages) as [Stage, ...Stage[]]
