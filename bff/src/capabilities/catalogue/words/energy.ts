import type { ColumnWords } from '../words.ts'

/** Columns about meters, what they counted and what they are held against. */
export const energyColumns: ColumnWords = {
  meter_id: [1, '计量表', 'Meter'],
  carrier: [1, '能源', 'Carrier'],
  building_path: [1, '所在楼幢', 'Building'],
  used: [2, '用量', 'Used'],
  'energy_meters.last_total': [2, '最近读数', 'Last total'],
  'energy_meters.last_rate': [2, '最近功率或流量', 'Last rate'],
  'energy_baselines.per_day': [1, '每日基准', 'Baseline of a day'],
  'energy_equipment.every_hours': [1, '维护间隔小时', 'Hours between maintenances'],
  'energy_equipment.ran_ms': [1, '已运行时长', 'Ran for'],
  'energy_equipment.is_running': [1, '是否运行', 'Running'],
  'environment_stations.is_public': [1, '向居民公开', 'Shown to residents'],
  'environment_news.told_at': [1, '最近告知', 'Told last'],
  'live_events.home_permission': [1, '住户所需权限', 'Permission that homes need'],
  'energy_equipment.told_at': [1, '最近上报', 'Heard last'],
  'energy_equipment.served_on': [1, '计时起点维护日', 'Maintenance from which hours count'],
  'energy_feeds.key_sealed': [4, '接口密钥', 'Key of the feed'],
  'energy_feeds.polled_at': [1, '最近取数', 'Asked last'],
  'energy_feeds.n_taken': [1, '取得读数', 'Readings taken'],
}
