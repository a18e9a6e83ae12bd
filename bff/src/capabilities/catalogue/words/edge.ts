import type { ColumnWords } from '../words.ts'

/** What nodes reckon for the house, and what they ask of it. */
export const edgeColumns: ColumnWords = {
  'bridges.may_ask': [1, '可向平台请求', 'Whether it may ask'],
  'edge_jobs.property': [1, '数值', 'Number'],
  'edge_jobs.device_count': [1, '设备数', 'Devices'],
  'edge_jobs.limit_ms': [1, '最长计算', 'Limit of time'],
  'edge_jobs.limit_readings': [1, '最多读数', 'Limit of readings'],
  'edge_jobs.ends_at': [1, '最迟结束', 'To be over at'],
  'edge_jobs.cancel_at': [1, '要求取消时间', 'Cancelled'],
  'edge_jobs.result': [2, '计算结果', 'Result'],
  'edge_job_steps.job_id': [1, '任务', 'Job'],
  'edge_requests.request_key': [1, '节点的编号', 'Number of the node'],
  'edge_requests.answer': [2, '平台的答复', 'Answer'],
  'edge_requests.refusal': [1, '拒绝原因', 'Refusal'],
}
