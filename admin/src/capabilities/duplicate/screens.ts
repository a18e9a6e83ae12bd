import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/duplicates',
      title: ['重复档案', 'Duplicates'],
      permission: 'duplicate.read',
      menu: { group: 'data', order: 38, icon: 'copy' },
      keywords: 'cfda chongfu hebing 合并 去重 duplicate merge',
      help: [
        '系统每 10 分钟检查有变化的档案，每夜检查全部：按证件、手机、车牌、账号、姓名加生日等找出可能是同一对象的两份档案，并说明哪些相同、哪些不同。\n选择保留哪一份、每项取哪边的值，合并后关联、走访、复核、授权转到保留的一份，两边的变更记录都在。30 天内可撤销；“不是重复”会被记住。',
        'Files that have changed are looked at every ten minutes, all of them each night: by papers, telephones, plates, accounts, names with birthdays. It is said what agrees and what does not.\nChoose which file stays and which value each field takes; links, visits, reviews and consents follow, both histories stay. For 30 days it can be taken back; “not a duplicate” is remembered.',
      ],
      load: () => import('./duplicates.tsx'),
    },
  ],
  actions: [
    {
      path: '/data/duplicates',
      title: ['合并重复档案', 'Merge duplicates'],
      permission: 'duplicate.merge',
      icon: 'copy',
      keywords: 'hbcf',
      rank: 11,
    },
  ],
  records: [{ subject: 'duplicate', icon: 'copy', path: (id) => `/data/duplicates?id=${id}` }],
}
