import type { ColumnWords } from '../words.ts'

export const govdataColumns: ColumnWords = {
  auth_number: [2, '授权编号', 'Authorisation number'],
  auth_purpose: [1, '授权用途', 'Purpose of the authorisation'],
  auth_until_on: [1, '授权截止日', 'Authorised until'],
  content_sealed: [4, '政务数据内容', 'What the platform said'],
  item_id: [1, '政务数据项', 'Item of government data'],
  provider: [1, '提供单位', 'Office that provides it'],
  pulled_at: [1, '调取时间', 'Pulled'],
  refresh_days: [1, '更新周期（天）', 'Days until it is asked for again'],
  scene: [1, '使用场景', 'Scene of use'],
  scenes: [1, '可用场景', 'Scenes it may be used for'],
  shown_columns: [1, '数据字段', 'Its columns'],
  usage_rule: [1, '使用规则', 'Rule of use'],
}
