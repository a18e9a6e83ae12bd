import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/requests',
      title: ['个人信息权利', 'Rights of persons'],
      permission: 'rights.handle',
      menu: { group: 'data', order: 90, icon: 'lock' },
      keywords: 'grxxql ql gz dc zx 更正 导出 注销 privacy rights export correction closing',
      help: [
        '居民可查阅、更正、导出自己的信息并注销账号。更正在“资料复核”中处理，这里看时限：超过 15 个工作日即为超期并提醒。\n注销有 7 天冷静期；到期后自动删除并生成签名的证明，依法保留的内容逐项说明依据。',
        'Residents may see, correct and export what is kept about them, and close their account. Corrections are decided among the reviews of data; here their time is watched: after 15 working days they are overdue.\nAn account is closed after 7 days in which it can be taken back; what is erased and what stays by law is proven with a signature.',
      ],
      load: () => import('./requests.tsx'),
    },
  ],
  records: [{ subject: 'rights', icon: 'lock', path: () => '/data/requests' }],
}
