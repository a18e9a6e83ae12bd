import type { ColumnWords } from '../words.ts'

/** Columns about the fields that a community adds to its archives. */
export const customColumns: ColumnWords = {
  open_values: [2, '自定义内容', 'Values of added fields'],
  values_sealed: [4, '自定义敏感内容', 'Sealed values of added fields'],
  'custom_fields.label_zh': [1, '字段中文名', 'Name in Chinese'],
  'custom_fields.label_en': [1, '字段英文名', 'Name in English'],
  data_level: [1, '数据分级', 'Grade'],
  is_required: [1, '是否必填', 'Required'],
  is_listed: [1, '是否列出', 'Listed'],
  for_use: [1, '限定用途', 'Only of this use'],
  'custom_fields.options': [1, '可选项', 'Options'],
  added_by: [2, '新增人', 'Added by'],
  added_at: [1, '新增时间', 'Added'],
}
