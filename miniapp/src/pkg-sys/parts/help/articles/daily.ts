import { text } from '@liren/contract'
import type { PageKey } from '@/parts/page-keys'
import type { Article } from '../article'

const promise = {
  term: text('承诺时间', 'Promised time'),
  meaning: text(
    '物业对响应和完成时间的承诺，按类别设定，挂起时暂停计时',
    'When an answer and the work are promised; set per category, and paused while the order is paused',
  ),
}
const urge = {
  term: text('催办', 'Urge'),
  meaning: text('提醒处理人和主管尽快处理，一段时间内只能催一次', 'Reminds the worker and the supervisor; possible once in a while'),
}
const reopen = {
  term: text('重新打开', 'Reopen'),
  meaning: text('完工后不满意，7 天内可退回给主管重新处理', 'Within 7 days after the work you may hand it back to a supervisor'),
}
const shelf = {
  term: text('上架', 'On the shelf'),
  meaning: text(
    '社区管理员在应用中心开放的服务，未开放的不会出现按钮',
    'Services the community has opened; what is not open has no button',
  ),
}
const offline = {
  term: text('待发送', 'To be sent'),
  meaning: text(
    '没有网络时提交的内容先存在手机里，联网后自动送出，不会重复',
    'What you send without network is kept on the phone and sent once when it is back',
  ),
}

const subscription = {
  term: text('公告订阅', 'What is sent to me'),
  meaning: text('按类别选择要不要收到消息；应急信息始终发送', 'Which kinds come as a message; emergencies always do'),
}

export const dailyArticles = {
  'pkg-gov/notices': {
    title: text('通知公告', 'Notices'),
    about: text('看街道、居委会、社区和物业发布的公告', 'What the street, committee, community and property publish'),
    steps: [
      text('按分类、发布方或关键词查找，“往期”里是已经结束的', 'Find them by group, publisher or word; what is over stands under “Past”'),
      text('标“广告”的是招商信息，红色的是应急信息', 'Adverts are marked as such, emergencies are red'),
      text('住户看到发给自己楼栋的公告，游客看到对所有人公开的', 'Residents see what is for their building, guests what is for everybody'),
    ],
    terms: [subscription],
    modules: ['notice'],
  },
  'pkg-gov/notice': {
    title: text('公告', 'Notice'),
    about: text('看正文、附件，听朗读，分享给邻居', 'Read it or have it read, open attachments, share it'),
    steps: [
      text('点“朗读”听全文，字号在设置里调', 'Tap “Read aloud” to hear it; text size is in the settings'),
      text('有相关服务时，下方按钮直接打开', 'Where it is about a service, the key below opens it'),
    ],
    terms: [
      {
        term: text('往期', 'Past'),
        meaning: text(
          '已经结束的公告，留作查阅，发布时间不变',
          'Notices that are over; kept to be looked up, with the time of their publication',
        ),
      },
    ],
    modules: ['notice'],
  },
  'pkg-gov/subscriptions': {
    title: text('公告订阅', 'What is sent to me'),
    about: text('选择哪些类别的公告发消息给自己', 'Which kinds of notices come as a message'),
    steps: [text('打开或关闭一类，应急信息不能关闭', 'Switch a kind on or off; emergencies stay on')],
    terms: [subscription],
    modules: ['notice'],
  },
  'pages/home': {
    title: text('首页', 'Home'),
    about: text('看今天要办的事，进入常用服务', 'See what waits for you and open the services you use'),
    steps: [
      text('待办按紧急程度排列，点开即可办理', 'What waits is sorted by urgency; tap to deal with it'),
      text('点“报修”直接拍照上报', 'Tap “Report a repair” to begin with a photo'),
      text('点小区名称可以切换小区', 'Tap the name of the estate to change it'),
    ],
    terms: [shelf],
    modules: ['home', 'app'],
  },
  'pages/neighbor': {
    title: text('邻里', 'Neighbours'),
    about: text('邻里和议事类服务集中在这里', 'Neighbourhood and public affairs are found here'),
    steps: [text('社区开放的邻里服务会显示为图标，点开使用', 'Services that the community has opened appear as tiles; tap to use them')],
    terms: [shelf],
    modules: ['app'],
  },
  'pages/pass': {
    title: text('通行', 'Passage'),
    about: text('开门码、通行记录和门禁、访客、车辆服务集中在这里', 'Codes, passages, doors, visitors and vehicles are found here'),
    steps: [
      text('预约场地后，开门码在有效时段内可直接使用', 'The code of a booked space opens its door within its slot'),
      text(
        '最近通行列出本人、未成年家人和本户车辆，点“全部通行记录”查看更多',
        'The last passages are yours, of children and of your cars; all of them are one tap away',
      ),
      text('社区开放的通行服务会显示为图标', 'Services that the community has opened appear as tiles'),
      text('尚未开放时请使用门禁卡或联系门岗', 'Until then use your card or ask at the gate'),
    ],
    terms: [shelf],
    modules: ['app'],
  },
  'pages/messages': {
    title: text('消息', 'Messages'),
    about: text('办事、账单、通行、社区和互动消息', 'News about cases, bills, passage, the community and people'),
    steps: [
      text('上方按类别筛选，数字是未读条数', 'Choose a group above; the number counts unread ones'),
      text('点一条消息会标为已读并打开相关页面', 'Tap a message to mark it as read and open what it is about'),
      text('在“消息设置”里可以关闭某一类提醒', 'Turn a group off in its settings'),
    ],
    terms: [
      {
        term: text('实时消息', 'Live news'),
        meaning: text('有进展时页面自动更新，不用反复刷新', 'Pages update by themselves when something moves'),
      },
    ],
    modules: ['message', 'live'],
  },
  'pages/me': {
    title: text('我的', 'Me'),
    about: text('查看身份、房屋、办理和设置', 'Your identity, houses, cases and settings'),
    steps: [
      text('打开“长辈版”，全部页面变为大字大按钮', 'Turn on the elder version for large text and keys everywhere'),
      text('有多个身份时点“切换身份”', 'With several identities, tap the one you need'),
      text('退出登录后，未送达的内容仍保留在手机', 'After signing out, unsent content stays on the phone'),
    ],
    terms: [
      {
        term: text('身份', 'Identity'),
        meaning: text(
          '同一账号可以是居民、物业人员或网格员，功能各不相同',
          'One account may be resident, property staff or grid worker, each with its own functions',
        ),
      },
    ],
    modules: ['session', 'user', 'role'],
  },
  'pkg-case/new': {
    title: text('报事报修', 'Report a repair'),
    about: text('拍照、说一句话就能报修', 'A photo and a sentence are enough'),
    steps: [
      text('点“拍照”，拍下坏的地方', 'Tap “Take a photo”'),
      text('写一句话说明，类别会自动选好', 'Say in a sentence what is wrong; the category is chosen for you'),
      text('确认地点，点“提交报修”', 'Check the place and tap “Send the report”'),
      text('遇到燃气、被困、火情，请先打页面上的电话', 'For gas, people trapped or fire, call the number on the page first'),
    ],
    terms: [
      promise,
      offline,
      {
        term: text('跟进', 'Follow'),
        meaning: text(
          '邻居已报过同样的问题时，点跟进就会收到同样的进展',
          'When a neighbour has reported the same, following brings you the same news',
        ),
      },
    ],
    modules: ['repair', 'file', 'place'],
  },
  'pkg-case/sent': {
    title: text('提交结果', 'After sending'),
    about: text('查看编号、处理人和承诺时间', 'Number, worker and promised time'),
    steps: [
      text('记下编号，电话咨询时可以报给客服', 'Note the number for the desk'),
      text('没有网络时会显示“待发送”，联网后自动送出', 'Without network it says so, and is sent later by itself'),
    ],
    terms: [promise, offline],
    modules: ['repair'],
  },
  'pkg-case/list': {
    title: text('我的办理', 'My cases'),
    about: text('所有报修的状态', 'All your reports'),
    steps: [
      text('上方可按待受理、办理中、已办结筛选', 'Choose waiting, under way or closed above'),
      text('点一条看详细进度', 'Tap one for its progress'),
    ],
    terms: [promise],
    modules: ['repair'],
  },
  'pkg-case/detail': {
    title: text('办理详情', 'Case'),
    about: text('看进度、催办、确认、评价、重新打开', 'Follow, urge, confirm, rate or reopen'),
    steps: [
      text('最上面是状态和承诺时间', 'State and promised time come first'),
      text('完工后点“确认完成”，可以打分', 'Confirm the work and rate it'),
      text('不满意点“重新打开”，写明原因', 'Not content? Reopen it and say why'),
      text('未派单前可以撤回', 'It may be withdrawn before the work begins'),
    ],
    terms: [promise, urge, reopen],
    modules: ['repair'],
  },
  'pkg-sys/search': {
    title: text('搜索', 'Search'),
    about: text('一个框找服务、消息、自己的报修和使用帮助', 'One box for services, messages, your own repairs and help'),
    steps: [
      text('输入两个字以上，停一下就会出现结果', 'Type at least two characters and pause; what is found appears'),
      text('同类较多时点“查看更多”', 'Where there are more of a kind, tap “More”'),
      text('找过的词保存在本机，可以一点再找，也可以清空', 'What you looked for is kept on this phone: tap to look again, or forget it'),
      text(
        '工作人员还可以输入姓名或拼音、3-2-1201、电话后四位、车牌的一段、设备编号',
        'Staff also find names or pinyin, 3-2-1201, the last four of a number, part of a plate, the number of a device',
      ),
    ],
    terms: [
      {
        term: text('看得到的范围', 'Within your reach'),
        meaning: text('只会找到您本来就能查看的内容', 'Only what you may see anyway is found'),
      },
    ],
    modules: ['search'],
  },
  'pkg-life/services': {
    title: text('全部服务', 'All services'),
    about: text('查找社区开放的所有服务', 'Find every service that is open'),
    steps: [text('输入服务名称搜索', 'Type to search'), text('最近用过的排在最前面', 'What you used last comes first')],
    terms: [shelf],
    modules: ['app', 'search'],
  },
  'pkg-life/environment': {
    title: text('小区环境', 'Environment'),
    about: text('看小区的空气、噪声和水质读数', 'Readings of air, noise and water in your estate'),
    steps: [
      text('每个监测站一张卡片，写明位置和读数时间', 'One card for each station, with its place and the time of its readings'),
      text('点一项读数，看最近 24 小时的变化', 'Tap a reading to see the last 24 hours'),
      text('读数更新后页面会自动刷新；较旧的读数会标出', 'New readings appear by themselves; old ones are marked'),
    ],
    terms: [
      {
        term: text('空气等级', 'Grade of the air'),
        meaning: text(
          '按近 24 小时 PM2.5 和 PM10 均值，依 HJ 633—2012 划分；数据不足 20 小时不评级',
          'By the 24-hour means of PM2.5 and PM10 as HJ 633-2012 says; not before 20 hours are known',
        ),
      },
    ],
    modules: ['environment'],
  },
  'pkg-life/map': {
    title: text('小区地图', 'Map of the estate'),
    about: text('找出入口、服务点、投放点和自己家的楼', 'Find gates, services, waste points and your own building'),
    steps: [
      text('点图上的标记，或在下面的列表里选一项', 'Tap a mark, or choose one in the list below'),
      text('按类别筛选，只看出入口、服务点或投放点', 'Narrow the list to gates, services or waste points'),
      text('“我家”标在您绑定的房屋所在的楼', '“Mine” stands at the building of your house'),
    ],
    terms: [
      {
        term: text('投放点', 'Waste point'),
        meaning: text('分类投放垃圾的地方，一般早晚开放', 'Where sorted waste is thrown away, usually open morning and evening'),
      },
    ],
    modules: ['map', 'household'],
  },
  'pkg-life/merchants': {
    title: text('维修商家', 'Repair merchants'),
    about: text('从物业登记的名录里选商家，看价下单', 'Choose a listed merchant, see the price, order'),
    steps: [
      text('看评分和价格，选一项服务', 'Look at ratings and prices, choose a service'),
      text('选房屋和数量，确认下单', 'Choose house and number, place the order'),
      text('完工后向商家付款', 'Pay the merchant when it is done'),
    ],
    terms: [
      {
        term: text('维修商家', 'Merchant'),
        meaning: text('物业登记的收费维修商家，价格公开', 'A business on the property’s list, with public prices'),
      },
    ],
    modules: ['merchant'],
  },
  'pkg-life/orders': {
    title: text('商家订单', 'Merchant orders'),
    about: text('查看、确认和评价订单；商家在这里接单', 'Follow, confirm and rate orders; merchants accept here'),
    steps: [
      text('商家完工后点“确认完成”', 'Confirm once the merchant is done'),
      text('确认后可以打分', 'Rate after confirming'),
      text('商家切到“我接的单”接单、报完工', 'Merchants accept and finish under “Orders for me”'),
    ],
    terms: [{ term: text('确认', 'Confirm'), meaning: text('您认可这次维修已经完成', 'You agree that the work is done') }],
    modules: ['merchant'],
  },
  'pkg-life/booking': {
    title: text('场地预约', 'Book a space'),
    about: text('按时段约小区的公共空间，凭开门码进门', 'Book public spaces of your estate by the slot, and enter with a code'),
    steps: [
      text('选场地、日期和空闲的时段，填人数后点“预约”', 'Choose a space, a day and a free slot, say how many come, and book'),
      text('同一时段只有一家能约到；别人快一步时请换一个时段', 'A slot goes to one household; choose another where somebody was quicker'),
      text('到时段在门口输入“我的预约”里的开门码', 'In the slot put in the code of “My bookings” at the door'),
      text('来不了请在时限前取消，让给邻居', 'If you cannot come, cancel in time for others'),
    ],
    terms: [
      {
        term: text('开门码', 'Door code'),
        meaning: text('只在您的时段内开这一扇门的六位数字', 'Six digits that open this one door in your slot only'),
      },
    ],
    modules: ['booking'],
  },
} as const satisfies Partial<Record<PageKey, Article>>
