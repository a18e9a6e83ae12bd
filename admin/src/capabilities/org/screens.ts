import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'orgs',
      title: ['单位档案', 'Organisations'],
      permission: 'org.read',
      menu: { group: 'community', order: 27, icon: 'apps' },
      keywords: 'dwda qiye 企业 个体 商户 一企一档 org',
      help: [
        '一企一档：企业、个体经营户、社会组织，以统一社会信用代码为准。',
        'One organisation, one file, by its unified social credit code.',
      ],
      load: () => import('./orgs.tsx'),
    },
  ],
  actions: [
    {
      path: '/orgs?new=1',
      title: ['新建单位档案', 'New file of a organisation'],
      permission: 'org.write',
      icon: 'plus',
      keywords: 'xj dwda qiye 企业 个体 商户 一企一档 org',
    },
  ],
  records: [{ subject: 'org', icon: 'apps', path: (id) => `/orgs?id=${id}` }],
}
