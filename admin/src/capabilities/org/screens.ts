import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'org',
  path: 'orgs',
  title: ['单位档案', 'Organisations'],
  thing: ['单位', 'organisation'],
  order: 27,
  icon: 'apps',
  keywords: 'dwda qiye 企业 个体 商户 一企一档 org',
  help: [
    '一企一档：企业、个体经营户、社会组织，以统一社会信用代码为准。',
    'One organisation, one file, by its unified social credit code.',
  ],
  load: () => import('./orgs.tsx'),
})
