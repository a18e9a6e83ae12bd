import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'hazards/orgs',
      title: ['单位隐患评分', 'Hazard scores'],
      permission: 'score.read',
      menu: { group: 'work', order: 28, icon: 'chart' },
      keywords: 'dwyh pf 单位 商户 企业 风险 评分 越级 预警 org score risk',
      help: [
        '单位的消防、卫生检查，经营场所的巡查问题，以及场所内和其名下设备感知的隐患，合计为隐患评分，分四级；每项得分写明来源。未整改的随时间降到一半，整改后再逐渐清零，误报不计。\n升级立即预警（需在“研判模型”启用“单位隐患越级”），通知网格员和社区干部；降级自行解除。分值与起点由社区设置，改后自动重算。',
        'Fire and hygiene checks, findings of inspections at the premises, and hazards that devices sensed there or of theirs add up to a score of four levels, each item with its source. What stands falls to half with time, what was put right fades away, false alarms count nothing.\nCrossing a level upwards warns the grid worker and officers at once (switch on “Hazards of an organisation” among the models); falling back clears it. Points and limits are a community’s own; a change scores everything anew.',
      ],
      load: () => import('./scores.tsx'),
    },
  ],
  panels: [
    {
      key: 'score',
      title: ['隐患评分', 'Hazard score'],
      subjects: ['org'],
      permission: 'score.read',
      load: () => import('./org-panel.tsx'),
    },
  ],
}
