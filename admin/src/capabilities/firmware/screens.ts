import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'firmware',
      title: ['固件升级', 'Firmware'],
      permission: 'firmware.read',
      menu: { group: 'things', order: 44, icon: 'upload' },
      keywords: 'gj gjsj sj bb firmware ota 固件 升级 版本 批次 package roll-out update',
      help: [
        '固件包由平台签名，设备凭限时链接下载。升级先到首批，再到其余；失败或无应答超过容许台数即自动停下。只有设备自己上报了新版本才算升级成功。',
        'Packages are signed by the house and fetched by links that end. A roll-out goes to a few first, then to the rest, and stops by itself when more fail than is borne. Only the version that a device reports itself makes it done.',
      ],
      load: () => import('./firmware.tsx'),
    },
  ],
}
