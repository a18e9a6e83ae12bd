import { text } from '@liren/contract'

export const homeWords = {
  title: text('里仁', 'Liren'),
  hello: (name: string) => text(`${name}，您好`, `Hello, ${name}`),
  guest: text('欢迎来到里仁', 'Welcome to Liren'),
  chooseEstate: text('选择您的小区', 'Choose your estate'),
  changeEstate: text('切换小区', 'Change the estate'),
  guestCard: text('绑定房屋后可报修、查进度', 'Bind your house to report repairs and follow them'),
  guestCardBody: text('不登录也可以先看看有哪些服务', 'You may look around first without signing in'),
  bindCard: text('还没有绑定房屋', 'No house is bound yet'),
  bindCardBody: text('预留手机号一致时，一点即可绑定', 'One tap when your number is registered for the house'),
  todo: text('待办', 'To do'),
  nothing: text('今天没有要办的事', 'Nothing needs you today'),
  nothingBody: text('有新的进展会出现在这里', 'News will appear here'),
  services: text('常用服务', 'Services'),
  allServices: text('全部服务', 'All services'),
  report: text('报修', 'Report a repair'),
  reportHint: text('拍照、说一句话，就能提交', 'A photo and a sentence are enough'),
  urgencies: { now: text('现在', 'Now'), today: text('今天', 'Today'), later: text('稍后', 'Later') },
  demo: text('演示数据，均为虚构', 'Demo data, all fictional'),
  elderOffer: text('字太小？试试长辈版', 'Is the text too small? Try the elder version'),
  elderOn: text('打开长辈版', 'Turn it on'),
  elderNo: text('不用了', 'No, thanks'),
  callDesk: text('呼叫管家', 'Call the housekeeper'),
  myCases: text('我的办理', 'My cases'),
  standard: text('返回标准版', 'Back to standard'),
  moreServices: text('更多服务', 'More services'),
}

export const neighborWords = {
  title: text('邻里', 'Neighbours'),
  intro: text('邻里、社区和街道的事，都在这里', 'What concerns neighbours, community and street'),
  empty: text('邻里服务还没有上架', 'Neighbourhood services are not on the shelf yet'),
  emptyBody: text('上架后会出现在这里。现在可以报修、查看办理进度。', 'They will appear here. You can report repairs and follow them now.'),
}

export const passWords = {
  title: text('通行', 'Passage'),
  empty: text('通行服务还没有上架', 'Passage services are not on the shelf yet'),
  emptyBody: text(
    '门禁、访客和车辆上架后会出现在这里。进出请照常使用门禁卡或联系门岗。',
    'Doors, visitors and vehicles will appear here. Until then use your card, or ask at the gate.',
  ),
  codes: text('开门码', 'Codes that open a door'),
  opens: (from: string, until: string) => text(`${from} 至 ${until} 可开门`, `Opens from ${from} until ${until}`),
  recent: text('最近通行', 'Passages of late'),
  all: text('全部通行记录', 'All passages'),
}

export const messageWords = {
  title: text('消息', 'Messages'),
  preview: text('办事进度、账单和社区消息都会到这里', 'Progress, bills and news of the community come here'),
  none: text('暂无新消息', 'No messages'),
  noneBody: text('办理有进展时会通知您', 'You will hear when something moves'),
  all: text('全部', 'All'),
  readAll: text('全部标为已读', 'Mark all as read'),
  unread: text('未读', 'unread'),
  urgent: text('紧急', 'Urgent'),
  settings: text('消息设置', 'Which messages reach me'),
}

export const serviceWords = {
  title: text('全部服务', 'All services'),
  search: text('搜索服务', 'Search for a service'),
  none: text('没有找到，换个说法试试', 'Nothing found, try other words'),
  recent: text('最近使用', 'Recently used'),
  clear: text('清除搜索', 'Clear'),
}
