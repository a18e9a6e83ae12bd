import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'property',
      title: ['物业服务', 'Property service'],
      permission: 'property.read',
      menu: { group: 'service', order: 5, icon: 'building' },
      keywords: 'wyfw wuye fuwu gailan 公告 报修 设施 治安 消防 评价 property service estate',
      help: [
        '一个小区的物业服务概览：事项公告、报事报修、设施设备、环境治安、消防交通、服务评价。办理量和评价按最近 30 天统计，未关闭的报修和告警按现在统计；点卡片右上角进入相应页面。',
        'The property service of one estate: notices, repairs, facilities, order and environment, fire and traffic, ratings. What was done and rated is counted over 30 days, what is open as it is now; the corner of a card leads to its page.',
      ],
      load: () => import('./property.tsx'),
    },
  ],
}
