import type { ColumnWords } from '../words.ts'

/** Columns about outside systems and what they said of files. */
export const upstreamColumns: ColumnWords = {
  every_minutes: [1, '同步间隔（分钟）', 'Minutes between two times'],
  granted_at: [1, '授权时间', 'Granted'],
  granted_by: [2, '授权人', 'Granted by'],
  n_created: [1, '新增数', 'Created'],
  n_same: [1, '无变化数', 'Without a change'],
  n_updated: [1, '更新数', 'Updated'],
  next_at: [1, '下次同步', 'Next time'],
  next_cursor: [1, '续读位置', 'How far it has been asked'],
  place_said: [2, '对方所报地点', 'Place as it was said'],
  ref: [2, '对方记录号', 'Name of the record there'],
  refused_at: [1, '拒绝时间', 'Refused'],
  row_no: [1, '第几条', 'Which change'],
  run_id: [1, '同步记录', 'Run'],
  said: [1, '所报字段与时间', 'Fields that were said, and when'],
  synced_at: [1, '最近同步', 'Asked last'],
  system_id: [1, '外部系统', 'Outside system'],
  'upstream_systems.key_sealed': [4, '接口密钥', 'Key of the system'],
  'upstream_systems.url': [2, '同步地址', 'Address that is asked'],
  'upstream_mandates.revoked_at': [1, '收回时间', 'Taken back'],
  'upstream_refusals.why': [1, '未更新原因', 'Why it was refused'],
  'upstream_runs.n_refused': [1, '拒绝数', 'Refused'],
}
