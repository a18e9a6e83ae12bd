import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'cameras',
      title: ['摄像机', 'Cameras'],
      permission: 'camera.read',
      menu: { group: 'work', order: 24, icon: 'eye' },
      keywords: 'sxj jiankong 监控 录像 画面 轿厢 立面 camera video clip live',
      help: [
        '每台摄像机登记看向哪里：楼栋立面、轿厢、出入口、消防通道或楼梯间。告警时对应画面自动打开，前后录像随告警保存。\n平时查看须写明原因；姓名、时间和原因留痕，画面带您的水印。人工截取的录像到期清理，告警录像保留更久。',
        'Each camera says what it looks at: a facade, a lift car, an entrance, a fire lane or stairs. With an alarm its picture opens by itself, and what was before and after is kept with the alarm.\nOtherwise looking asks a reason; name, time and reason are recorded and the picture carries your watermark. Clips kept by hand go after their days, those of alarms stay longer.',
      ],
      load: () => import('./cameras.tsx'),
    },
  ],
  records: [{ subject: 'camera', icon: 'eye', path: (id) => `/cameras?id=${id}` }],
}
