import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'hints',
      title: ['研判提示', 'Hints'],
      permission: 'hint.read',
      menu: { group: 'work', order: 45, icon: 'eye' },
      keywords: '同类事件 ypts yanpan 长期外出 僵尸车 套牌 群租 hint',
      help: [
        '模型根据通行、档案和户表给出提示，写明规则、参数和依据的记录。请核实后确认或否定：否定须写原因，用于计算准确率。提示不会自动处置任何人；依据消失时自行解除。\n“同类事件频发”在同一网格的同类事件达到设定件数（如 7 天 3 件）时立即提示，可逐件打开。',
        'Models point at something in passages, files and meters, with their rule, parameters and records. Check, then confirm or reject: a rejection says why and counts for precision. Nothing is done to anybody by itself; a hint clears when its evidence is gone.\n“Similar events pile up” speaks as soon as so many events of one kind in one grid are there (3 in 7 days, say), each to be opened.',
      ],
      load: () => import('./hints.tsx'),
    },
    {
      path: 'hint-models',
      title: ['研判模型', 'Models'],
      permission: 'hint.read',
      menu: { group: 'data', order: 95, icon: 'settings' },
      keywords: 'ypmx moxing 算法 模型 model',
      help: [
        '算法模型目录：每个模型的版本、规则、输入、参数和准确率。可按社区启用或停用，参数有上下限，修改会留下记录。',
        'The library of models: version, rule, inputs, parameters and precision of each. Switch them for a community; parameters have limits and changes go on record.',
      ],
      load: () => import('./models.tsx'),
    },
  ],
  panels: [
    {
      key: 'hints',
      title: ['研判提示', 'Hints'],
      subjects: ['person', 'house', 'vehicle'],
      permission: 'hint.read',
      load: () => import('./file-hints.tsx'),
    },
  ],
  records: [{ subject: 'hint', icon: 'eye', path: (id) => `/hints?id=${id}` }],
}
