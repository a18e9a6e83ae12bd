import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['搜索', 'Search'],
  text: ['所有档案与工单，按您的权限与管辖范围', 'Every file and case within your permissions and your area'],
  field: ['姓名、拼音、手机后四位、3-2-1201、车牌、单号…', 'Name, pinyin, last four, 3-2-1201, plate, number…'],
  all: ['全部', 'All'],
  kinds: ['类型', 'Kinds'],
  name: ['名称', 'Name'],
  hint: ['说明', 'Details'],
  excerpt: ['正文', 'In the text'],
  more: ['查看全部{kind}', 'All: {kind}'],
  begin: ['想找什么？', 'What are you looking for?'],
  beginText: [
    '至少输入两个字。多个词用空格分开，须同时出现。',
    'Two signs at least. Several words, with spaces between them, must all be there.',
  ],
  none: ['没有找到“{text}”', 'Nothing found for “{text}”'],
  noneText: [
    '换个说法，或试试拼音首字母、后四位。您无权查看的内容不会出现。',
    'Try other words, initials, or the last four. What you may not see does not appear.',
  ],
  writing: ['索引正在建立，结果可能不全，稍后会自动补齐。', 'The index is still being written; some results may be missing for a moment.'],
  count: ['{count} 条', '{count} found'],
  countMost: ['{count} 条以上', '{count} or more'],
})
