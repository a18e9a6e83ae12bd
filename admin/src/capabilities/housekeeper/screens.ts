import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'housekeepers',
      title: ['管家', 'Housekeepers'],
      permission: 'housekeeper.manage',
      menu: { group: 'service', order: 30, icon: 'message' },
      keywords: 'gj guanjia lpgj housekeeper keeper',
      help: [
        '给小区、楼栋或单元安排管家，离房屋最近的一级答复住户。换人时，未结束的会话与请求自动移交；休假时安排替班人。\n主管看不到会话内容，只看到请求与答复用时。',
        'Give an estate, a building or a unit its housekeeper; the one nearest to the house answers. With a new one, open conversations move along; while somebody is away, a substitute answers.\nWhat is said stays between the two; the desk sees what was asked for and how soon it was answered.',
      ],
      load: () => import('./posts.tsx'),
    },
    {
      path: 'housekeepers/answers',
      title: ['管家响应', 'Answers of housekeepers'],
      permission: 'housekeeper.manage',
      menu: { group: 'service', order: 31, icon: 'chart' },
      keywords: 'gjxy xiangying response answer sla',
      help: [
        '首次答复的用时从住户提出算起；承诺按服务时间计算，夜间不计。超时会提醒管家，再次超时会提醒主管。',
        'The time to the first answer begins with the question; the promise counts the hours of service only. Whoever is late is reminded; the second time the supervisor hears of it.',
      ],
      load: () => import('./answers.tsx'),
    },
  ],
}
