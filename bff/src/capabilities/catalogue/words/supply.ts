import type { ColumnWords } from '../words.ts'

/** Columns about applications for energy services. */
export const supplyColumns: ColumnWords = {
  applicant_id: [2, '申请人', 'Applicant'],
  application_id: [1, '申请编号', 'Application'],
  contact_sealed: [3, '联系人与电话', 'Contact'],
  'supply_steps.by_id': [2, '操作人', 'By'],
  'supply_applications.submitted_at': [1, '提交时间', 'Submitted'],
  move: [1, '办理动作', 'Step'],
  open_key: [1, '在办标识', 'Key while it is open'],
  parking_id: [2, '车位', 'Parking space'],
  parking_label: [2, '车位名称', 'Name of the parking space'],
  utility: [1, '用能种类', 'Utility'],
  visit_on: [1, '上门日期', 'Day of the visit'],
  visit_window: [1, '上门时段', 'Time of the visit'],
}
