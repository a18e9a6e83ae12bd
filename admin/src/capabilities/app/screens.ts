import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'apps',
      title: ['应用中心', 'Applications'],
      permission: 'app.read',
      menu: { group: 'content', order: 10, icon: 'apps' },
      keywords: 'yy sj xj 上架 下架 tile shelf',
      help: [
        '每个应用可按地点、按使用端上架或下架。「所有地点」是默认规则；为某个地点单独设置后，以该地点的为准。\n下架只是不再显示，数据保留；没有权限的人即使看到磁贴也会被告知如何开通。',
        'Every application can be put on or off the shelf by place and end. “All places” is the rule where a place has none of its own.\nOff the shelf only hides it; data stays. Those without the permission are told how to get it.',
      ],
      load: () => import('./apps.tsx'),
    },
  ],
}
