import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['档案统计', 'Statistics of files'],
  text: [
    '按行业、规模、类型或网格统计在用档案，点数字查看对应的档案。',
    'Files in use by what they are or where; each number leads to the very files.',
  ],
  archive: ['档案', 'Archive'],
  by: ['统计项', 'Counted by'],
  place: ['所在空间', 'Place'],
  total: ['共 {count} 份在用档案', '{count} {count|file|files} in use'],
  unknown: ['未填写', 'Not known'],
  outside: ['未划入', 'In none'],
  files: ['档案数', 'Files'],
  share: ['占比', 'Share'],
  none: ['没有可统计的档案', 'Nothing to count'],
  tags: ['标签', 'Tag'],
})
