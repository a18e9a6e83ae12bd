import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'search',
      title: ['搜索', 'Search'],
      goKey: 's',
      keywords: 'ss sousuo chazhao find',
      help: [
        '姓名（拼音、首字母也可）、手机号或后四位、证件后四位、车牌、3-2-1201、单号与描述、附件文本中的任意词句，一次找遍所有档案与工单；命中处高亮，只显示您有权查看的内容。',
        'Names, pinyin, telephone numbers or their last four, plates, 3-2-1201, numbers and words of every file, case and attached text that you may see, with the hit brought out.',
      ],
      load: () => import('./search.tsx'),
    },
  ],
}
