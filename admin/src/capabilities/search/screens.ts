import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'search',
      title: ['搜索', 'Search'],
      goKey: 's',
      keywords: 'ss sousuo chazhao find',
      help: [
        '姓名（拼音、首字母也可）、手机号或后四位、证件后四位、车牌、3-2-1201、单号与描述，一次找遍所有档案与工单；只显示您有权查看的内容。',
        'Names, pinyin, telephone numbers or their last four, plates, 3-2-1201, numbers and words of every file and case that you may see.',
      ],
      load: () => import('./search.tsx'),
    },
  ],
}
