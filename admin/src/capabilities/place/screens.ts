import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'places',
      title: ['空间档案', 'Places'],
      permission: 'place.read',
      menu: { group: 'community', order: 10, icon: 'place' },
      goKey: 'p',
      keywords: 'kj dz lb 楼栋 房屋 网格 地址 building house grid address',
      help: [
        '市、街道、社区、小区、楼栋、单元、房屋逐级展开；每个人能看到的范围由角色所在的地点决定。\n楼栋页有楼层 × 单元的楼栋表，颜色表示空置、自住、出租。撤销前须先迁走其下的住户与下级。',
        'City, street, community, estate, building, unit and house open level by level; what somebody sees follows from where their roles are.\nA building has a table of floors and units; colours tell empty, owned and let. A place can be retired once nothing is left under it.',
      ],
      load: () => import('./places.tsx'),
    },
  ],
  records: [
    { subject: 'place', icon: 'place', path: (id) => `/places?id=${id}` },
    { subject: 'house', icon: 'house', path: (id) => `/places?id=${id}` },
  ],
}
