import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  columns: ['列', 'Columns'],
  columnsTitle: ['显示哪些列', 'Columns shown'],
  reset: ['恢复默认', 'Reset'],
  dense: ['紧凑行距', 'Compact rows'],
  up: ['上移 {name}', 'Move {name} up'],
  down: ['下移 {name}', 'Move {name} down'],
  more: ['再加载 50 条', 'Load 50 more'],
  loading: ['正在加载', 'Loading'],
  end: ['没有更多了，共 {count} 条', 'That is all, {count} {count|row|rows}'],
  shown: ['已显示 {count} 条', '{count} shown'],
  selectAll: ['选择已显示的全部', 'Select all that is shown'],
  select: ['选择', 'Select'],
  selected: ['已选 {count} 条', '{count} selected'],
  clear: ['取消选择', 'Clear the selection'],
  nextRow: ['下一行', 'Next row'],
  previousRow: ['上一行', 'Previous row'],
  openRow: ['打开当前行', 'Open the row'],
  selectRow: ['选择当前行', 'Select the row'],
  refresh: ['刷新', 'Refresh'],
  open: ['打开', 'Open'],
})
