import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['垃圾桶看板', 'Bins'],
  text: [
    '满溢、起火、倾倒、泄漏各自告警；离线的桶先看',
    'Full, burning, tilted and leaking bins each raise their own alarm; look at silent ones first',
  ],
  bin: ['垃圾桶', 'Bin'],
  state: ['状态', 'State'],
  filled: ['满溢度', 'Filled'],
  wrong: ['异常', 'What is wrong'],
  heard: ['最近上报', 'Heard last'],
  place: ['地点', 'Place'],
  none: ['–', '–'],
  empty: ['这里还没有垃圾桶', 'There is no bin here yet'],
  offline: ['离线', 'Offline'],
  fault: ['故障', 'Fault'],
  full: ['满溢', 'Full'],
  normal: ['正常', 'Normal'],
  burning: ['起火', 'On fire'],
  tilted: ['倾倒', 'Tilted'],
  leaking: ['泄漏', 'Leaking'],
  faulty: ['设备故障', 'Device fault'],
})
