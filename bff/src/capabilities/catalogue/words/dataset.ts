import type { ColumnWords } from '../words.ts'

/** Columns about data sets and what is brought in. */
export const datasetColumns: ColumnWords = {
  'datasets.approval': [1, '审批状态', 'Approval'],
  maker_ids: [2, '编制人', 'Written by'],
  dataset_id: [1, '数据集', 'Data set'],
  field_names: [1, '数据集字段', 'Fields of a data set'],
  'intake_pieces.content_sealed': [4, '归集内容', 'Content of what was brought in'],
  brought_at: [1, '归集时间', 'Brought in'],
  brought_by: [2, '归集人', 'Brought by'],
  brought_name: [2, '归集人名称', 'Name of who brought it'],
  content_type: [1, '内容类型', 'Type of content'],
  head_names: [1, '表头', 'Head of the table'],
  intake_kind: [1, '归集类别', 'Kind'],
  row_count: [1, '行数', 'Rows'],
  is_changed: [1, '有未发布的修改', 'Changed since it was published'],
  'datasets.layer': [1, '数据层', 'Layer'],
  reader_id: [1, '使用对象', 'Reader'],
  reader_kind: [1, '使用对象类型', 'Kind of reader'],
  by_rule: [1, '各规则问题数', 'Faults by rule'],
  by_source: [1, '各来源记录数', 'Records by source'],
  newest_at: [1, '最新记录时间', 'Newest record'],
  'warehouse_figures.records': [1, '记录数', 'Records'],
  'warehouse_figures.faulty': [1, '有问题的记录数', 'Records with faults'],
  release_number: [1, '发布版本', 'Version in force'],
}
