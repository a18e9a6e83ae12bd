import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/entry',
      title: ['录入管理', 'Entry of data'],
      permission: 'entry.read',
      menu: { group: 'data', order: 62, icon: 'edit' },
      keywords: 'lrgl luru changjing baomi xieyi zhizhi pinggu 录入场景 录入人员 保密协议 纸质 影响评估 entry recorder paper assessment',
      help: [
        '个人信息只能在已定义的场景中录入：每个场景写明方式、适用档案、岗位职责、工作规范和用途。录入人员须登记等级并上传已签署的保密协议，到期后录入页自动关闭。以同意为依据的用途，须先告知并取得本人同意，再录入；撤回后不再录入。\n新用途须完成个人信息保护影响评估才能启用。纸质材料入库、借阅、归还、销毁逐次登记经手人与日期，逾期未还或到期未销毁的会提醒。场景与用途由安全管理员维护，录入人员与纸质材料由社区干部和物业经理维护。',
        'Personal data are entered only in a scene that is defined: it says in which way, into which archives, who does what, by which procedure and for what. A recorder needs a grade and a signed agreement on file; with its last day the pages of entry close. Where a purpose rests on consent, people are told and agree first; after a withdrawal nothing more is entered.\nA new purpose opens only with its impact assessment. Paper forms are registered each time they are shelved, read, brought back or destroyed, with person and date; what is late is reported. Security keeps scenes and purposes, officers and managers keep recorders and papers.',
      ],
      load: () => import('./entry.tsx'),
    },
  ],
}
