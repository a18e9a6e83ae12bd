import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'custom-fields',
      title: ['自定义字段', 'Custom fields'],
      permission: 'custom.manage',
      menu: { group: 'system', order: 31, icon: 'columns' },
      keywords: 'zdyzd zidingyi 扩展字段 附加字段 custom field extra',
      help: [
        '社区可以给人员、房屋、车辆、公共空间等档案补充字段：选择档案和社区，填写名称、类型、分级，选择是否必填、是否显示在列表；公共空间的字段还可只用于一种用途。保存后立即出现在表单、档案页、导入模板和导出中。停用只是隐藏，已填写的内容不会丢失。',
        'A community adds fields to the files of its people, houses, vehicles or public spaces: choose the archive and the community, give name, kind and grade, say whether it is required and listed; a field of public spaces may be for one use only. It is in forms, files, templates and copies at once. Withdrawing hides it and loses nothing.',
      ],
      load: () => import('./custom-fields.tsx'),
    },
  ],
  actions: [
    {
      path: '/custom-fields?new=1',
      title: ['新增自定义字段', 'Add a custom field'],
      permission: 'custom.manage',
      icon: 'plus',
      keywords: 'xzzd zdyzd field',
    },
  ],
}
