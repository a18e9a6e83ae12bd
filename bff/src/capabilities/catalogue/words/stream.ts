import type { ColumnWords } from '../words.ts'

/** Columns about sliding windows. */
export const streamColumns: ColumnWords = {
  ahead: [1, '时钟超前的消息数', 'Messages from ahead of time'],
  corrected_at: [1, '更正时间', 'Corrected'],
  'stream_results.device_count': [1, '设备数', 'Devices'],
  dropped: [1, '超过时限未计入数', 'Messages that came too late'],
  end_at: [1, '窗口结束时间', 'End of the window'],
  first_value: [1, '第一个值', 'First value'],
  late: [1, '迟到消息数', 'Late messages'],
  lateness_seconds: [1, '迟到时限（秒）', 'Lateness in seconds'],
  length_seconds: [1, '时长（秒）', 'Length in seconds'],
  mark_at: [1, '已到达的时刻', 'Watermark'],
  per: [1, '统计方式', 'For each or for all'],
  step_seconds: [1, '步长（秒）', 'Step in seconds'],
  stream_id: [1, '滚动统计编号', 'Sliding window'],
  taken: [1, '已计入消息数', 'Messages taken'],
  take: [1, '算法', 'Function'],
}
