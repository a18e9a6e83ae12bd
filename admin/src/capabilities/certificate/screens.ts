import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'certificates',
      title: ['证书', 'Certificates'],
      permission: 'certificate.read',
      menu: { group: 'security', order: 24, icon: 'key' },
      keywords: 'zs ca crl 吊销 签发 certificate revoke',
      help: [
        '设备与网桥的证书：提交申请、签发登记、领取、更新、吊销。私钥从不离开设备；更新期间新旧两份都有效，旧的吊销或到期后自动切换。',
        'Certificates of devices and bridges: applied for, issued and registered, fetched, renewed, revoked. The private key never leaves the device; during a renewal both are believed until the older one is revoked or ends.',
      ],
      load: () => import('./certificates.tsx'),
    },
  ],
  actions: [
    {
      path: '/certificates?new=1',
      title: ['申请证书', 'Apply for a certificate'],
      permission: 'certificate.apply',
      icon: 'plus',
      keywords: 'sqzs',
      rank: 10,
    },
  ],
  records: [{ subject: 'certificate', icon: 'key', path: (id) => `/certificates?id=${id}` }],
}
