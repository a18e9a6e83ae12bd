import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['操作记录', 'Record of changes'],
  none: ['还没有操作记录', 'Nothing recorded yet'],
  all: ['在审计中查看全部', 'See all in the audit trail'],
  done: ['完成', 'Done'],
  refused: ['被拒绝', 'Refused'],
  failed: ['失败', 'Failed'],
  system: ['系统', 'System'],
  reason: ['事由：{reason}', 'Reason: {reason}'],
  before: ['之前', 'Before'],
  after: ['之后', 'After'],
  field: ['字段', 'Field'],
  empty: ['（空）', '(empty)'],
})
