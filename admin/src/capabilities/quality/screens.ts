import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/quality',
      title: ['数据质量', 'Quality of data'],
      permission: 'quality.read',
      menu: { group: 'data', order: 30, icon: 'chart' },
      keywords: 'sjzl zhiliang wanzheng 完整 鲜活 整改 quality',
      help: [
        '完整度：应填项已填的比例。鲜活度：在规定天数内核实过的比例。问题按规则列出：缺项、格式、证件与生日性别不符、没有住所或所有人、证照过期、超期未核实。\n每夜计算一次，有变化的档案每 10 分钟检查；“去整改”打开档案。每类档案可设复核周期：到期未核实的每日列为复核任务，在档案里点“核实”即完成。\n只看到自己管理范围内、有权查看的档案。',
        'Complete: how much of what should be known is known. Fresh: confirmed within the days asked for. Faults by rule: missing, against its form, a number that says another birthday, no home or owner, a paper that ran out, not confirmed for too long.\nMeasured each night, files that change every ten minutes; “Mend it” opens the file. Each archive may have a period: what was not confirmed in time becomes a task each day, and confirming the file ends it.\nOnly archives that you may read, within your reach.',
      ],
      load: () => import('./quality.tsx'),
    },
  ],
}
