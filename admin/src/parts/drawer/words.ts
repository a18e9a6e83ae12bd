import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  close: ['关闭', 'Close'],
  copyLink: ['复制链接', 'Copy the link'],
  linkCopied: ['链接已复制', 'Link copied'],
  cancel: ['取消', 'Cancel'],
  save: ['保存', 'Save'],
  slow: ['仍在处理，可离开此页，结果会保留', 'Still at work; you may leave this page, the result is kept'],
  draft: ['已恢复上次未提交的内容', 'What you did not submit last time is back'],
  discard: ['丢弃', 'Discard'],
  saved: ['已保存', 'Saved'],
  stale: [
    '内容已被他人更新。下面是您填写的内容，请核对后再保存。',
    'Somebody changed this meanwhile. Your input is kept below, please check it and save again.',
  ],
  loadLatest: ['查看最新内容', 'See the latest'],
})
