import type { ColumnWords } from '../words.ts'

/** What is told to places, by whom it was written and reviewed, and who was sent and opened it. */
export const noticeColumns: ColumnWords = {
  'notices.publisher': [1, '发布方', 'In whose name'],
  'notices.publisher_name': [1, '发布单位', 'Publisher'],
  'notices.audience': [1, '面向人群', 'For whom'],
  'notices.body_en': [1, '英文正文', 'Text in English'],
  'notices.title_en': [1, '英文标题', 'Title in English'],
  'notices.service': [1, '服务页面', 'Page of the app'],
  'notices.shelf': [1, '当前或往期', 'Current or past'],
  'notices.standing': [1, '置顶级别', 'Standing'],
  'notices.publish_at': [2, '计划发布时间', 'To be published at'],
  'notices.published_at': [1, '发布时间', 'Published at'],
  'notices.ends_at': [1, '结束时间', 'Ends at'],
  'notices.pinned_until': [1, '置顶截止', 'Pinned until'],
  'notices.writers': [2, '拟稿与提交人', 'Who wrote and submitted it'],
  'notices.told': [2, '送达人数', 'How many were sent it'],
  'notices.opened': [2, '打开人数', 'How many opened it'],
  'notice_places.notice_id': [1, '公告', 'Notice'],
  'notice_places.is_named': [1, '是否直接选定', 'Chosen itself'],
  'notice_steps.notice_id': [2, '公告', 'Notice'],
  'notice_steps.by_id': [2, '经办人', 'By whom'],
  'notice_steps.opinion': [2, '意见', 'Opinion'],
  'notice_receipts.notice_id': [2, '公告', 'Notice'],
  'notice_receipts.told_at': [2, '送达时间', 'Sent at'],
  'notice_receipts.opened_at': [2, '打开时间', 'Opened at'],
  'notice_receipts.made_at': [2, '记录时间', 'Noted at'],
}
