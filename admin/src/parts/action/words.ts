import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  reason: ['事由', 'Reason'],
  reasonNeeded: ['请填写事由，会记入操作记录', 'Give a reason; it goes into the record'],
  reasonHint: ['会写入操作记录', 'Goes into the record'],
  cancel: ['取消', 'Cancel'],
  undo: ['撤销', 'Undo'],
  undone: ['已撤销', 'Undone'],
  undoKey: ['撤销刚才的操作', 'Undo the last action'],
})
