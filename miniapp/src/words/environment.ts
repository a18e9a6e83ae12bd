import { text } from '@liren/contract'

export const environmentWords = {
  title: text('小区环境', 'Environment'),
  rowHint: text('空气、噪声和水质的当前读数', 'Air, noise and water as they are now'),
  staffHint: text('监测站读数、离线与告警', 'Stations, what they read, and what is wrong'),
  preview: text('看小区的空气、噪声和水质', 'See the air, noise and water of your estate'),
  none: text('还没有公开的监测站', 'No station is public yet'),
  noneBody: text('物业公开监测站后，读数会显示在这里。', 'Once the property service shows a station, its readings stand here.'),
  noReadings: text('还没有读数', 'No readings yet'),
  offline: text('离线', 'Offline'),
  old: text('较旧', 'Old'),
  staleNote: (age: string) => text(`已 ${age}没有新读数`, `No new reading for ${age}`),
  air: (grade: string) => text(`空气 ${grade}`, `Air ${grade}`),
  airNote: text('等级按近 24 小时颗粒物均值（HJ 633—2012）', 'The grade is by the particles of 24 hours (HJ 633-2012)'),
  alarms: (count: number) => text(`${count} 条告警`, `${count} ${count === 1 ? 'alarm' : 'alarms'}`),
  public: text('已公开', 'Public'),
  hidden: text('未公开', 'Not public'),
  curve: (name: string) => text(`${name}，近 24 小时`, `${name}, last 24 hours`),
  noCurve: text('最近 24 小时还没有曲线', 'No curve of the last 24 hours yet'),
  readAt: text('读数时间', 'Read'),
}
