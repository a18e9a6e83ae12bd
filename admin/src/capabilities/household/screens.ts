import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'households',
      title: ['住户', 'Households'],
      permission: 'household.read',
      menu: { group: 'community', order: 20, icon: 'house' },
      keywords: 'zh yz 业主 租客 resident tenant',
      help: [
        '每套房屋登记的业主、家人和租户，可补录、停用或查看有效期；居民自己提交的绑定在“绑定审核”处理。',
        'Owners, family and tenants of each home: enter them, end them, see until when they are valid. Requests of residents themselves wait under “House bindings”.',
      ],
      load: () => import('./households.tsx'),
    },
    {
      path: 'claims',
      title: ['绑定审核', 'House bindings'],
      permission: 'household.review',
      menu: { group: 'community', order: 21, icon: 'household' },
      goKey: 'c',
      keywords: 'bdsh fwbd 房屋绑定 claim review',
      help: [
        '住户凭证明材料申请绑定房屋，承诺一个工作日内答复。核对姓名、关系与材料后通过或驳回；驳回须写明原因，申请人会收到通知。\n查看申请材料会记入审计；证明材料到期后自动清除。',
        'Residents ask to be bound to a house with a proof; an answer is promised within one working day. Compare name, relation and proof, then approve or reject with a reason that the person is told.\nLooking at a request is audited, and proofs are erased when their time is over.',
      ],
      load: () => import('./claims.tsx'),
    },
  ],
  actions: [
    {
      path: '/claims?f=state:waiting',
      title: ['待审核的房屋绑定', 'House bindings to review'],
      permission: 'household.review',
      icon: 'household',
      keywords: 'dsh',
      rank: 4,
    },
  ],
  records: [{ subject: 'household', icon: 'house', path: (id) => `/claims?id=${id}` }],
}
