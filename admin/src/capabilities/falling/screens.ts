import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'falling-objects',
      title: ['高空抛物', 'Falling objects'],
      permission: 'falling.read',
      menu: { group: 'work', order: 25, icon: 'building' },
      keywords: 'gkpw paowu 抛物 坠物 立面 falling thrown facade',
      help: [
        '摄像机识别到抛物即生成一条事件，一分钟内的重复并入同一条。系统按轨迹与落体规律推算疑似楼层与房列，并写明可信度：它是范围，不是结论，须结合录像核实。\n事件录像不随常规录像到期删除，播放留痕。可按楼栋、楼层和日期查询，并按楼栋统计。',
        'What a camera tells of a falling thing is one event; what it repeats within a minute joins it. From the path and the law of falling the floors and homes it may have come from are worked out, with how sure that is: a range, no verdict; look at the clip.\nClips of events outlast the usual days, and playing one is recorded. Find events by building, floor and day; they are counted by building.',
      ],
      load: () => import('./falls.tsx'),
    },
  ],
  records: [{ subject: 'falling', icon: 'building', path: (id) => `/falling-objects?id=${id}` }],
}
