import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  search: ['搜索', 'Search'],
  focusSearch: ['跳到搜索框', 'Go to the search field'],
  any: ['不限', 'Any'],
  clear: ['清除筛选', 'Clear filters'],
  clearOne: ['清除 {name}', 'Clear {name}'],
  days: ['时间', 'Days'],
  today: ['今天', 'Today'],
  week: ['近 7 天', 'Last 7 days'],
  month: ['近 30 天', 'Last 30 days'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  apply: ['确定', 'Apply'],
  saveView: ['保存为视图', 'Save as a view'],
  viewName: ['视图名称', 'Name of the view'],
  save: ['保存', 'Save'],
  removeView: ['移除视图“{name}”', 'Remove the view “{name}”'],
  views: ['视图', 'Views'],
  all: ['全部', 'All'],
})
