import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  tag: ['标签', 'Tag'],
  tagMany: ['添加或移除标签', 'Tag'],
  title: ['为 {count} 份档案添加或移除标签', 'Tag {count} {count|file|files}'],
  add: ['添加', 'Put on'],
  remove: ['移除', 'Take off'],
  reason: ['说明', 'Why'],
  submit: ['更新标签', 'Change the tags'],
  done: ['{changed} 份已更新，{unchanged} 份无需更改', '{changed} changed, {unchanged} had it so'],
  refused: ['，{count} 份已注销或不在您的管理范围', ', {count} retired or out of your reach'],
  nothing: ['请选择要添加或移除的标签', 'Choose what to put on or take off'],
  counted: ['{name}（{count}）', '{name} ({count})'],
})
