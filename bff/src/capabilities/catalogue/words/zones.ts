import type { ColumnWords } from '../words.ts'

/** Columns about zones of the boundary and their book. */
export const zonesColumns: ColumnWords = {
  'zone_designs.factors': [1, '设计因素', 'Factors of the design'],
  'zone_designs.scale': [1, '规模', 'Scale'],
  'zone_designs.mode': [1, '模式', 'Mode'],
  'zone_designs.measures': [1, '综合措施', 'Measures'],
  'zone_designs.saved_name': [2, '填写人', 'Filled in by'],
  'zone_designs.saved_at': [1, '填写时间', 'Filled in'],
  zone_id: [1, '防区', 'Zone'],
  'zone_devices.detector_key': [1, '探测器归属', 'Detector and part'],
  was_armed: [1, '当时是否布防', 'Was armed'],
  is_armed: [1, '是否布防', 'Armed'],
  armed_at: [1, '布防变更时间', 'Armed or disarmed at'],
  armed_by: [1, '布防变更方式', 'Armed or disarmed by'],
  armed_name: [2, '布防操作人', 'Who armed or disarmed'],
  'zones.plan': [1, '布防计划', 'Plan of arming'],
  'zones.next_at': [1, '下次自动变更', 'Next by plan'],
  gate_action: [1, '门闸联动', 'Gates on alarm'],
  'zones.installation': [2, '安装与走测', 'Installation and walk test'],
}
