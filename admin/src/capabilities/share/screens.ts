import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'shares',
      title: ['转发', 'Shared'],
      menu: { group: 'work', order: 90, icon: 'send' },
      keywords: 'zf zhuanfa fenxiang 分享 转给我 共享 share',
      help: [
        '在档案、报修、告警等记录的右上角点“转发”，选择同事或部门，写明理由和有效天数（最长 30 天）。只能转给本来就有权查看这条记录的人；打开时按对方此刻的权限显示，叠加姓名和时间水印，每次打开都记入审计。\n转出的记录可以随时收回，到期自动失效。能否转发由角色的“转发档案与记录给同事”权限决定，在角色页设置。',
        'Use “Share” at the top of a file, repair or alarm, choose a colleague or department and say why and for how many days (30 at most). Only those who may see the record themselves can be chosen; it opens with their rights of that moment, under a mark of name and time, and every look is on record.\nTake back what you shared whenever you like; it ends by itself. Whether a role may share is the permission “Share files and records with colleagues”, set on the role page.',
      ],
      load: () => import('./shares.tsx'),
    },
  ],
  records: [{ subject: 'share', icon: 'send', path: () => '/shares' }],
}
