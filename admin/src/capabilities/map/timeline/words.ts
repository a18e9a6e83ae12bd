import { dictionary } from '../../../app/language/words.ts'

export const words = dictionary({
  title: ['时间轴', 'Time'],
  always: ['不限时间，显示已勾选的图层', 'Of any time: the layers that are ticked'],
  onDay: ['{day}：{count} 项', '{day}: {count} standing'],
  stagesOn: ['阶段：{stages}', 'Stages: {stages}'],
  noStage: ['无阶段', 'No stage'],
  before: ['上一次变化', 'Change before'],
  after: ['下一次变化', 'Change after'],
  now: ['今天', 'Today'],
  off: ['不限时间', 'Any time'],
  none: [
    '还没有带日期的图层或模型。添加叠加图层或导入 IFC 时填写阶段与起止日期，即可按时间查看。',
    'Nothing has days yet. Give overlays and IFC files a stage and days when they are added, then see them by time.',
  ],
  capped: ['内容过多，只列出一部分；请选择下级地点。', 'There is more than is listed; choose a place within.'],
  list: ['当日内容（{count}）', 'What stood on that day ({count})'],
  all: ['全部内容（{count}）', 'Everything with days ({count})'],
  name: ['名称', 'Name'],
  kind: ['类型', 'Kind'],
  stage: ['阶段', 'Stage'],
  place: ['地点', 'Place'],
  from: ['起', 'From'],
  until: ['止', 'Until'],
  open: ['不限', 'Open'],
})
