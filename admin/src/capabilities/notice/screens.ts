import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'content/notices',
      title: ['公告', 'Notices'],
      permission: 'notice.write',
      menu: { group: 'content', order: 5, icon: 'megaphone' },
      goKey: 'n',
      keywords: 'gg gonggao tongzhi 通知 发布 广告 应急 公示 审核 阅读率 notice publish',
      help: [
        '在这里拟写公告：选发布地点，可再圈定楼栋或网格；右侧是手机上的样子。保存后可看到能到达多少账号，提交后由他人审核，自己拟稿的不能自己审核。\n审核通过即发布，写了发布时间的到时发布；应急信息不等时间，立即置顶并推送。撤回须写原因，居民随即看不到。阅读率是打开的人数占已推送人数的比例。',
        'Notices are written here: choose where, and buildings or grids within it if it is for those only; on the right it is drawn as a phone shows it. Once saved it says how many accounts it reaches. Somebody else reviews it, never its author.\nApproved it is published, at its time if it has one; an emergency waits for no hour, stands on top and is sent at once. Taking one back needs a reason, and residents see it no more. The read rate is how many of those who were sent it have opened it.',
      ],
      load: () => import('./notices.tsx'),
    },
  ],
  actions: [
    {
      path: '/content/notices?new=1',
      title: ['拟写公告', 'Write a notice'],
      permission: 'notice.write',
      icon: 'megaphone',
      keywords: 'xgg nxgg fb 发布公告',
      rank: 4,
    },
    {
      path: '/content/notices?f=state:submitted',
      title: ['待审核的公告', 'Notices to review'],
      permission: 'notice.review',
      icon: 'check',
      keywords: 'dsh gg 审核',
      rank: 7,
    },
  ],
  records: [{ subject: 'notice', icon: 'megaphone', path: (id) => `/content/notices?id=${id}` }],
}
