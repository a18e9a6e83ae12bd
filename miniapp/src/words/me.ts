import { text } from '@liren/contract'

export const noticeWords = {
  whenDone: text('有进展时微信通知我', 'Tell me by WeChat'),
  granted: text('下次有进展会发微信通知', 'The next step is told by WeChat'),
  refused: text('好的，进展仍会显示在消息里', 'All right; news still appears under Messages'),
  quota: (count: number) => text(`微信通知还可发 ${count} 次`, `${count} WeChat notices left`),
  quotaNone: text('没有可用的微信通知次数', 'No WeChat notice left'),
}

export const meWords = {
  title: text('我的', 'Me'),
  comma: text('、', ', '),
  guest: text('未登录', 'Not signed in'),
  guestBody: text('登录后查看房屋、办理和消息', 'Sign in to see your houses, cases and messages'),
  noPhone: text('未绑定手机号', 'No phone number'),
  elder: text('长辈版', 'Elder version'),
  elderHint: text('大字、大按钮、少打扰', 'Large text, large keys, fewer distractions'),
  houses: text('房屋与家人', 'Houses and family'),
  members: text('家人租客', 'Family and tenants'),
  cases: text('我的办理', 'My cases'),
  outbox: text('待发送', 'To be sent'),
  bench: text('回到工作台', 'Back to the workbench'),
  identity: text('切换身份', 'Switch identity'),
  current: text('当前', 'current'),
  settings: text('设置', 'Settings'),
  help: text('帮助中心', 'Help'),
  feedback: text('意见反馈', 'Feedback'),
  privacy: text('隐私与权限', 'Privacy and permissions'),
  about: text('关于里仁', 'About Liren'),
  signOut: text('退出登录', 'Sign out'),
  signOutAsk: text(
    '退出后，未送达的内容仍保留在这台手机，下次登录后继续发送',
    'What has not been sent stays on this phone and goes on after the next sign-in',
  ),
  stay: text('先不退出', 'Stay'),
  ends: {
    resident: text('居民', 'Resident'),
    staff: text('物业人员', 'Property staff'),
    grid: text('网格员', 'Grid worker'),
    admin: text('管理后台', 'Back office'),
  },
  adminHint: text('请在电脑浏览器打开管理后台', 'Please open the back office in a browser on a computer'),
}
