import { dictionary } from '../../../app/language/words.ts'

export const words = dictionary({
  overlays: ['叠加图层', 'Overlays'],
  none: [
    '还没有叠加图层。可添加资源调查、规划管控、工程建设项目、公共专题、物联感知等数据。',
    'No overlays yet. Add surveys, plans, projects, topics or sensing data.',
  ],
  add: ['添加图层', 'Add an overlay'],
  added: ['图层“{name}”已添加', 'The overlay “{name}” was added'],
  kind: ['类别', 'Kind'],
  name: ['图层名称', 'Name'],
  source: ['数据来源', 'Source'],
  sourceHint: ['提供数据的单位或系统', 'Who made the data'],
  takenOn: ['数据日期', 'Date of the data'],
  place: ['所属地点', 'Place'],
  file: ['文件', 'File'],
  fileHint: [
    'GeoJSON，经纬度坐标（WGS-84 或 CGCS2000），不超过 4 MB、2000 个要素',
    'GeoJSON with longitude and latitude (WGS-84 or CGCS2000), 4 MB and 2,000 features at most',
  ],
  choose: ['选择文件', 'Choose a file'],
  required: ['请填写', 'Needed'],
  from: ['{source}，{day}', '{source}, {day}'],
  contents: ['内容（{count}）', 'What is in it ({count})'],
  item: ['要素 {key}', 'Feature {key}'],
  overlay: ['叠加图层', 'Overlay'],
  remove: ['移除图层', 'Take off the map'],
  removeTitle: ['移除图层“{name}”？', 'Take “{name}” off the map?'],
  removeText: ['图层与其中的要素将一并移除；我们自己绘制的地图不变。', 'The overlay goes with all that is in it; our own drawings stay.'],
  removed: ['图层已移除', 'The overlay is off the map'],
  yes: ['是', 'Yes'],
  no: ['否', 'No'],
})
