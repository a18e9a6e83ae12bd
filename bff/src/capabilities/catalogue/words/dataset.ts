import type { ColumnWords } from '../words.ts'

/** Columns about data sets. */
export const datasetColumns: ColumnWords = {
  dataset_id: [1, '数据集', 'Data set'],
  field_names: [1, '数据集字段', 'Fields of a data set'],
  is_changed: [1, '有未发布的修改', 'Changed since it was published'],
  'datasets.layer': [1, '数据层', 'Layer'],
  reader_id: [1, '使用对象', 'Reader'],
  reader_kind: [1, '使用对象类型', 'Kind of reader'],
  release_number: [1, '发布版本', 'Version in force'],
}
