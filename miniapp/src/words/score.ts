import { text } from '@liren/contract'

export const scoreWords = {
  title: text('单位隐患', 'Hazards of organisations'),
  preview: text('网格内单位的隐患评分与越级预警', 'Hazard scores of organisations in the grid, and warnings'),
  views: {
    all: text('全部', 'All'),
    grave: text('重大', 'Grave'),
    larger: text('较大', 'Larger'),
    general: text('一般', 'General'),
    low: text('低', 'Low'),
  },
  none: text('没有这一等级的单位', 'No organisation at this level'),
  noneBody: text('检查发现和感知隐患会自动计分', 'Findings and sensed hazards are counted by themselves'),
  points: (points: number) => text(`${points} 分`, `${points} points`),
  since: (time: string) => text(`${time}起`, `since ${time}`),
  warned: (times: number) => text(`已预警 ${times} 次，请上门核查`, `Warned ${times} times; please check on the spot`),
  openHints: text('去研判提示确认', 'Confirm it among the hints'),
  items: text('得分项', 'What it is made of'),
  noItems: text('没有计分的问题', 'Nothing counts'),
  open: text('未整改', 'Stands'),
  righted: text('已整改', 'Put right'),
}
