import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'availability',
      title: ['可用性报表', 'Availability'],
      permission: 'availability.read',
      menu: { group: 'system', order: 51, icon: 'clock' },
      keywords: 'kyx keyongxing mtbf mttr zhongduan 中断 故障 维护 uptime sla',
      help: [
        '系统每 10 秒写一次心跳，心跳中断超过 30 秒即记为一次中断：重启、断电、数据库不可用都会在恢复后补记起止时间。全年可用率低于 99.9%、平均无故障时间低于 16000 小时会标红。\n升级等计划维护请在开始之前登记，其间的中断不计为故障。每次中断可由管理员说明原因，说明不改变数字。报表可导出，导出带水印并记入审计。',
        'The house writes a beat every 10 seconds; a gap of more than 30 is an outage, found when it is back: after a restart, a power cut, a database that was away. An uptime of the year below 99.9 % and an MTBF below 16,000 hours are flagged.\nAnnounce maintenance before it begins: outages in it are no failures. Each outage can be explained, which changes no figure. The report can be taken away; the copy is marked and on record.',
      ],
      load: () => import('./availability.tsx'),
    },
  ],
  actions: [
    {
      path: '/availability?new=1',
      title: ['登记计划维护', 'Announce maintenance'],
      permission: 'availability.keep',
      icon: 'clock',
      keywords: 'djwh weihu',
    },
  ],
}
