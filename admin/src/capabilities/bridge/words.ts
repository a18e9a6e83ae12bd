import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['边缘节点', 'Edge nodes'],
  text: [
    '设备经边缘节点接入：登记节点、查看通信与设备数、迁移设备、下发计算、撤下节点',
    'Devices speak through edge nodes: register one, see how it is, move its devices, give it jobs, take it away',
  ],
  one: ['边缘节点', 'edge nodes'],
  node: ['节点', 'Node'],
  state: ['状态', 'State'],
  on: ['启用', 'In service'],
  off: ['停用', 'Switched off'],
  devices: ['设备', 'Devices'],
  batches: ['批次', 'Batches'],
  seen: ['最近通信', 'Last heard'],
  create: ['登记节点', 'Register a node'],
  code: ['编号', 'Code'],
  name: ['名称', 'Name'],
  key: ['公钥（PEM）', 'Public key (PEM)'],
  keyText: ['节点首次启动时打印，并在健康页 /readyz 中给出', 'Printed at its first start, and told at its /readyz'],
  codeText: ['小写字母、数字与连字符', 'Small letters, digits and hyphens'],
  saved: ['已登记“{name}”', '“{name}” is registered'],
  move: ['迁移设备', 'Move devices'],
  moveTitle: ['把“{name}”的设备迁移到', 'Move the devices of “{name}” to'],
  moveText: [
    '设备的身份、密钥与历史数据不变；新节点从头计数。',
    'Devices keep their identity, secret and all they said; the other node counts from one.',
  ],
  moved: ['已迁移 {count} 台', '{count} moved'],
  movedLeft: ['已迁移 {count} 台，还有 {left} 台，请再次迁移', '{count} moved, {left} are left: move again'],
  needSecret: [
    '这些设备的协议使用密钥原文，请为其重新发放：{codes}',
    'The protocol of these uses the secret itself; issue a new one: {codes}',
  ],
  noOther: ['没有其他启用的节点', 'There is no other node in service'],
  remove: ['撤下节点', 'Take away'],
  removeTitle: ['撤下“{name}”？', 'Take “{name}” away?'],
  removeText: [
    '须先迁移其全部设备。编号不再使用，已上报的数据保留。',
    'All its devices are moved first. Its code is spent; what it brought stays.',
  ],
  removed: ['已撤下“{name}”', '“{name}” is taken away'],
})
