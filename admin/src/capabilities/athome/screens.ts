import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'at-home',
      title: ['在家判断', 'At home or not'],
      permission: 'athome.read',
      menu: { group: 'community', order: 48, icon: 'house' },
      keywords: 'zjpd zaijia zaifang 在房 在不在家 空跑 走访 at home presence',
      help: [
        '按登记住户的通行和同意住户的用能，判断每套房屋“在家、不在家、无法判断”，写明把握与依据，新的通行或读数一到即更新。没有数据时如实写“无法判断”。默认关闭，由社区写明用途后启用；停用即删除。每次查看都有记录。',
        'Passes of registered people and meters of households that agreed tell for each house: at home, away or not known, with how sure and why, anew with every pass and reading. Without data it says so. Off by default; a community switches it on for a purpose, off erases. Every look is on record.',
      ],
      load: () => import('./athome.tsx'),
    },
  ],
  panels: [
    {
      key: 'athome',
      title: ['在家判断', 'At home or not'],
      subjects: ['house'],
      permission: 'athome.read',
      load: () => import('./house-panel.tsx'),
    },
  ],
}
