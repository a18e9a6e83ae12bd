import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  share: ['转发', 'Share'],
  title: ['转发“{name}”', 'Share “{name}”'],
  text: [
    '对方按自己的权限查看，转发不会让任何人看到更多；打开时叠加水印并留痕。',
    'They look at it with their own rights: sharing shows nobody more than before. Each look is marked and on record.',
  ],
  to: ['转给', 'To'],
  people: ['同事', 'Colleagues'],
  departments: ['部门', 'Departments'],
  nobody: ['没有其他人能查看这条记录', 'Nobody else may see this record'],
  days: ['有效天数', 'Days'],
  submit: ['转发', 'Share'],
  sent: ['已转发', 'Shared'],
  choose: ['请选择接收人', 'Choose who it is for'],
})
