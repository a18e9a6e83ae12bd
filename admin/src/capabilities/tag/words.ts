import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['标签', 'Tags'],
  now: ['当前标签', 'Tags now'],
  none: ['还没有标签', 'No tags yet'],
  noneText: [
    '标签用于分类、筛选和统计，每个都记录来源与时间。',
    'Tags sort, filter and count files; each says where it came from and when.',
  ],
  choose: ['选择标签', 'Choose a tag'],
  source: ['来源', 'Source'],
  add: ['添加标签', 'Put it on'],
  added: ['标签已添加', 'The tag is on'],
  remove: ['移除', 'Take off'],
  removeTitle: ['移除标签“{name}”？', 'Take the tag “{name}” off?'],
  removeText: ['标签会保留在历史中。', 'It stays in the history.'],
  removed: ['标签已移除', 'The tag is off'],
  guarded: ['受限', 'Guarded'],
  tag: ['标签', 'Tag'],
  taggedAt: ['添加', 'Put on'],
  removedAt: ['移除', 'Taken off'],
  reason: ['移除原因', 'Why it was taken off'],
  history: ['标签历史', 'History of tags'],
  by: ['{name} · ', '{name} · '],
  still: ['有效', 'In force'],
})
