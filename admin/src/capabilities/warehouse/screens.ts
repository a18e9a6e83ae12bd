import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/warehouses',
      title: ['数据仓', 'Data warehouses'],
      permission: 'warehouse.read',
      menu: { group: 'data', order: 59, icon: 'list' },
      keywords: 'sjc shujucang wulian jichu changjing xueyuan laiyuan quxiang 物联 基础 场景 血缘 来源 去向 warehouse lineage',
      help: [
        '三个数据仓：物联（设备上报）、基础（人员、房屋、车辆、空间、设备、地图）、场景（办理的事项）。每类数据显示记录数、最新记录、来源和质量规则发现的问题，每夜 04:20 统计；目录中的数据库、表、级别与所有者列在下方。\n基础数据仓可按类查看记录，点开一条看它从哪里来（来源、何人、何时、外部系统）、到哪里去（关联档案、数据集）。只显示您管理范围内、有权查看的数据。',
        'Three warehouses: of devices, of what is known (people, houses, vehicles, spaces, devices, the map) and of what is done. Each kind of data shows its records, the newest, where they come from and what the rules of quality found, counted each night at 04:20; below are its databases, tables, grades and owners in the catalogue.\nThe base warehouse lists its records kind by kind; open one to see where it comes from (source, who, when, outside systems) and where it goes (linked files, data sets). Only what you may read within your reach.',
      ],
      load: () => import('./warehouses.tsx'),
    },
  ],
}
