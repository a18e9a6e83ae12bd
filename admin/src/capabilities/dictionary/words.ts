import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['字典', 'Dictionaries'],
  text: ['选项的中英文名称与次序', 'Names and order of options in both languages'],
  one: ['字典', 'dictionaries'],
  name: ['名称', 'Name'],
  code: ['编码', 'Code'],
  items: ['条目', 'Items'],
  edit: ['修改字典', 'Change the dictionary'],
  zh: ['中文', 'Chinese'],
  en: ['英文', 'English'],
  retired: ['停用', 'Retired'],
  add: ['添加条目', 'Add an item'],
  remove: ['移除新条目', 'Remove the new item'],
  up: ['上移', 'Move up'],
  down: ['下移', 'Move down'],
  required: ['请填写', 'Needed'],
  codeRule: ['小写字母开头，可含数字与横线', 'Begins with a lower-case letter; digits and dashes may follow'],
  twice: ['编码重复', 'This code is there twice'],
  saved: ['“{name}”已保存', '“{name}” is saved'],
  inUse: ['{count} 条使用中', '{count} in use'],
  retiredCount: ['{count} 条停用', '{count} retired'],
})
