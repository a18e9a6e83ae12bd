import type { ColumnWords } from '../words.ts'

/** Columns about hazards, the roster of duty and key places. */
export const hazardsColumns: ColumnWords = {
  'duty_shifts.plan': [2, '值班时段', 'Hours of duty'],
  from_on: [1, '开始日期', 'From'],
  until_on: [1, '结束日期', 'Until'],
  'duty_shifts.area': [1, '值班类别', 'Area of duty'],
  'hazard_orders.area': [1, '隐患类别', 'Area of the hazard'],
  'key_places.items': [1, '巡查项目', 'Items to look at'],
  every_days: [1, '巡查周期', 'How often it is inspected'],
  next_on: [1, '下次巡查日期', 'Next inspection'],
  inspected_at: [1, '最近巡查时间', 'Inspected at'],
  inspected_by: [2, '最近巡查人', 'Inspected by'],
  open_findings: [1, '未消除问题', 'Open findings'],
  key_place_id: [1, '重点部位', 'Key place'],
  is_passed: [1, '是否合格', 'Passed'],
  findings: [1, '巡查结果', 'Findings'],
  duty: [2, '当班人员', 'Who was on duty'],
  push_due_at: [1, '推送时限', 'Push due'],
  'city_fire_reports.tries': [1, '上报次数', 'How often it was sent'],
  'city_fire_reports.sent_at': [1, '最近上报时间', 'Sent at'],
  'city_fire_reports.received_at': [1, '接收时间', 'Received at'],
  'city_fire_reports.receipt': [1, '回执', 'Receipt'],
  'city_fire_reports.error': [1, '失败原因', 'Why it failed'],
  pushed_at: [1, '推送时间', 'Pushed at'],
}
