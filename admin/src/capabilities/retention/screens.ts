import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/retention',
      title: ['保存期限与保全', 'Retention and holds'],
      permission: ['retention.read', 'retention.hold'],
      menu: { group: 'data', order: 70, icon: 'hourglass' },
      keywords: 'bcqx bq baocun guidang 归档 清理 保全 retention hold',
      help: [
        '每类数据有保存期限，不能短于法规或标准的下限。每天 02:50 清理到期数据：归档的密封存入文件库，删除的留下带 SM2 签名的证明（清理了什么、早于何时、多少条、编号摘要）。调整前可预览。\n法律保全由一人设置、另一人解除；保全中的对象不清理、不注销、不因撤回同意而删除。',
        'Each class of data has its days, never fewer than law or standard ask for. At 02:50 what is too old goes: archived rows are sealed into the file store, deleted ones leave a proof signed with SM2 (what, older than when, how many, a digest of the ids). Look at the preview before a change.\nOne person places a legal hold, another lifts it; what is held is neither cleared away nor closed nor erased by a withdrawn consent.',
      ],
      load: () => import('./retention.tsx'),
    },
  ],
}
