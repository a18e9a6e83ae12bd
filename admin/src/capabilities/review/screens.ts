import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'reviews',
      title: ['资料复核', 'Reviews'],
      permission: 'review.read',
      menu: { group: 'data', order: 35, icon: 'check' },
      keywords: 'zlfh fuhe 复核 更正 review correction',
      help: [
        '网格采集、居民更正提交的身份、住址和人脸变更在这里核对：左为变更前，右为变更后。可全部通过、只通过勾选的项、驳回或要求补充；自己提交的须由他人复核。\n档案在提交后变化的项会标出，不能直接写入。查看敏感信息须写明原因，会留下记录。',
        'Changes of identity, address and face from the field and from residents: before on the left, after on the right. Accept all, only what is ticked, reject, or ask for more; nobody reviews their own.\nValues that changed on file meanwhile are marked and cannot be written. Showing masked values needs a reason and goes on record.',
      ],
      load: () => import('./reviews.tsx'),
    },
  ],
  actions: [
    {
      path: '/reviews?f=state:open',
      title: ['待复核的资料变更', 'Changes to review'],
      permission: 'review.decide',
      icon: 'check',
      keywords: 'dfh',
      rank: 5,
    },
  ],
  records: [{ subject: 'review', icon: 'check', path: (id) => `/reviews?id=${id}` }],
}
