import { text } from '@liren/contract'
import type { PageKey } from '@/parts/page-keys'
import type { Article } from '../article'

const reserved = {
  term: text('预留手机号', 'Registered number'),
  meaning: text(
    '您在物业登记过的手机号，一致时无需审核',
    'The number you left with the property office; when it matches, no review is needed',
  ),
}
const validity = {
  term: text('有效期', 'Validity'),
  meaning: text(
    '租客到期后自动失去这套房屋的功能，业主可以延长',
    'A tenant loses the functions of the house at its end; the owner may extend it',
  ),
}

export const houseArticles = {
  'pkg-house/bind': {
    title: text('绑定房屋', 'Bind a house'),
    about: text('证明房屋与您的关系，开通家里的功能', 'Show how you belong to a house to use its functions'),
    steps: [
      text('预留手机号一致时，点“绑定”即可', 'When your number is registered, one tap binds it'),
      text('不一致时，选择房屋、上传一张证明', 'Otherwise choose the house and add a proof'),
      text('1 个工作日内审核，进度在“房屋与家人”', 'It is reviewed within a working day; follow it under Houses'),
    ],
    terms: [reserved],
    modules: ['household', 'place', 'file'],
  },
  'pkg-house/supply': {
    title: text('用能申办', 'Energy services'),
    about: text(
      '申请装表、换表、过户和自有车位充电桩，并看进度',
      'Apply for meters, a change of holder and a pile of your own, and follow them',
    ),
    steps: [
      text('点“申请办理”，选事项、房屋和用能或车位', 'Tap Apply; choose what for, the house, the utility or parking space'),
      text('每一步都写明下一步和承诺日期', 'Each step says what comes next and by when'),
      text('完工后点“确认完成”；7 天未确认自动办结', 'Confirm once it is done; after 7 days it closes by itself'),
    ],
    terms: [
      {
        term: text('承诺日期', 'Promised day'),
        meaning: text(
          '到这一天为止要完成下一步，逾期会提醒物业',
          'The next step is done by this day; the property company is reminded when it is late',
        ),
      },
    ],
    modules: ['supply', 'household', 'file'],
  },
  'pkg-house/list': {
    title: text('房屋与家人', 'Houses and family'),
    about: text('查看房屋、绑定进度和收到的邀请', 'Houses, requests and invitations'),
    steps: [
      text('点房屋查看成员', 'Tap a house for its members'),
      text('收到邀请点“接受”即可加入', 'Accept an invitation to belong to a house'),
    ],
    terms: [reserved],
    modules: ['household'],
  },
  'pkg-house/passages': {
    title: text('通行记录', 'Passages'),
    about: text(
      '本人、家中未成年人和本户车辆什么时候经过哪个道口',
      'When you, the children and the cars of the household passed which gate',
    ),
    steps: [
      text('在“人员”和“车辆”之间切换', 'Switch between people and vehicles'),
      text('不是您或家人用的，请联系物业挂失凭证', 'If it was not you, ask the property office to block the card'),
    ],
    terms: [
      {
        term: text('谁能看到', 'Who sees it'),
        meaning: text('同住的其他成年人的通行只有本人能看到', 'Passages of other grown-ups of the household are seen by themselves only'),
      },
    ],
    modules: ['passage'],
  },
  'pkg-house/leases': {
    title: text('出租登记', 'Leases'),
    about: text('业主登记租约和租客，网格员上门核实', 'Owners register a lease and its tenants; a grid worker verifies it'),
    steps: [
      text('点“登记租约”，选择房屋、出租方式和租期', 'Register a lease: house, how it is let, and the time'),
      text('逐位填写租客姓名和手机号，可拍合同照片', 'Enter each tenant; add photos of the contract if you like'),
      text('核实后写入房屋档案；不符会写明原因', 'Once verified it goes on the file of the house; otherwise it says why not'),
      text('租客搬走时点“结束租约”', 'End the lease when the tenants have left'),
    ],
    terms: [
      {
        term: text('已到期', 'Expired'),
        meaning: text('租期已过而没有结束或续签，网格员会再次上门', 'The time is over and nobody ended it: a grid worker looks in again'),
      },
    ],
    modules: ['lease', 'household'],
  },
  'pkg-house/occupants': {
    title: text('居住人员', 'Who lives here'),
    about: text('业主更新家里的居住人员，或授权管理人员代为更新', 'Owners update who lives with them, or let the managers do so'),
    steps: [
      text('点“更新居住人员”，填写姓名、手机号和身份', 'Update an occupant: name, telephone and what they are'),
      text('有人搬离时填写离开日期，登记随之结束', 'When somebody has left, enter the day: the entry ends'),
      text('想让物业或社区代办，点“授权”并选择截止日期', 'To let the property or the community do it, grant it until a day'),
      text('不再需要时点“收回授权”，立即生效', 'Take it back at any time, at once'),
    ],
    terms: [
      {
        term: text('来源', 'Source'),
        meaning: text('这条登记由谁报来：业主、物业系统、省域应用等', 'Who told it: the owner, the property system, the province'),
      },
    ],
    modules: ['upstream', 'household'],
  },
  'pkg-house/keeper': {
    title: text('我的管家', 'My housekeeper'),
    about: text('给自家楼栋的管家留言、提服务请求', 'Write to the housekeeper of your building, or ask for a service'),
    steps: [
      text('选“留言”或一种服务，写一句话，可以加照片', 'Choose a message or a service, write a sentence, add photos'),
      text('选“报修”会自动生成报修单，编号显示在请求里', 'A repair becomes an order by itself; its number stands with the request'),
      text('管家不在时由替班人答复', 'While the housekeeper is away a substitute answers'),
      text('只有您和您的管家能看到会话', 'Only you and your housekeeper see the conversation'),
    ],
    terms: [
      {
        term: text('答复时限', 'Promised answer'),
        meaning: text(
          '服务时间内承诺的首次答复时间，超时会提醒管家和主管',
          'The first answer promised within the hours of service; after it the housekeeper and the supervisor are reminded',
        ),
      },
    ],
    modules: ['housekeeper', 'file'],
  },
  'pkg-house/members': {
    title: text('家人租客', 'Family and tenants'),
    about: text('邀请家人和租客，设置有效期', 'Invite family and tenants and say until when'),
    steps: [
      text('点“邀请”，填姓名和手机号', 'Tap “Invite”, enter name and number'),
      text('租客需要填写租期', 'A tenancy needs an end'),
      text('业主可以移除成员', 'The owner may remove members'),
    ],
    terms: [validity],
    modules: ['household'],
  },
  'pkg-sys/settings': {
    title: text('设置', 'Settings'),
    about: text('字号、外观、语言、通知和登录设备', 'Text size, looks, language, notifications and devices'),
    steps: [
      text('点“调大”“调小”改字号，马上生效', 'Change the text size; it takes effect at once'),
      text('外观可跟随系统', 'The looks may follow the system'),
      text('不认识的设备点“下线”', 'Sign out devices you do not know'),
    ],
    terms: [
      {
        term: text('长辈版', 'Elder version'),
        meaning: text('大字、大按钮、少打扰，功能不减少', 'Large text and keys, fewer distractions, the same functions'),
      },
    ],
    modules: ['session', 'message'],
  },
  'pkg-sys/privacy': {
    title: text('隐私与权限', 'Privacy and permissions'),
    about: text('授权、导出、注销与权限用途', 'Consents, export, closing, and what permissions are for'),
    steps: [
      text('点开一项授权，可阅读全文、同意或撤回', 'Open a consent to read it, agree or withdraw'),
      text('每项权限只在用到时询问', 'Each is asked only when needed'),
      text('拒绝后其他功能照常使用', 'Refusing changes nothing else'),
    ],
    terms: [
      {
        term: text('遮挡显示', 'Masking'),
        meaning: text(
          '电话和姓名默认隐去一部分，查看完整内容要写原因并留痕',
          'Numbers and names are shortened; seeing them in full needs a reason and leaves a trace',
        ),
      },
    ],
    modules: ['audit', 'user', 'consent'],
  },
  'pkg-sys/viewers': {
    title: text('谁看过我', 'Who viewed me'),
    about: text('查看谁在何时看过您的信息', 'See who looked at your data, and when'),
    steps: [
      text('每一行是一次查看：谁、看了什么、为什么', 'Each line is one look: who, what and why'),
      text('有疑问可在“反馈”中提出', 'If something is odd, tell us under “Feedback”'),
    ],
    terms: [
      {
        term: text('敏感信息', 'Masked data'),
        meaning: text('平时遮挡显示的内容，查看须填写事由', 'What is usually shortened; seeing it needs a reason'),
      },
    ],
    modules: ['audit', 'rights'],
  },
  'pkg-sys/help': {
    title: text('帮助中心', 'Help'),
    about: text('搜索每个页面的说明', 'Search the help of every page'),
    steps: [
      text('输入关键词，如“催办”', 'Type a word such as “urge”'),
      text('每个页面底部都有“本页帮助”', 'Every page has its help at its end'),
    ],
    terms: [
      {
        term: text('名词解释', 'Words'),
        meaning: text('文章末尾解释页面上的用语', 'The end of an article explains the words of the page'),
      },
    ],
    modules: [],
  },
  'pkg-sys/about': {
    title: text('关于里仁', 'About Liren'),
    about: text('版本、许可和接口', 'Version, licence and interface'),
    steps: [text('反馈问题时请告知版本号', 'Name the version when you report a fault')],
    terms: [
      {
        term: text('开源', 'Open source'),
        meaning: text('代码公开，任何社区都可以部署使用', 'The code is open; any community may run it'),
      },
    ],
    modules: ['health', 'setup'],
  },
  'pkg-sys/feedback': {
    title: text('意见反馈', 'Feedback'),
    about: text('向物业反映问题或建议', 'Tell the property desk'),
    steps: [
      text('社区问题点“反映社区问题”', 'For the community, report it'),
      text('软件故障先复制诊断信息，再发给客服', 'For software faults, copy the diagnostics and send them'),
    ],
    terms: [
      {
        term: text('诊断信息', 'Diagnostics'),
        meaning: text('版本和网络状态，不含个人信息', 'Version and network state, nothing personal'),
      },
    ],
    modules: ['health'],
  },
  'pkg-sys/outbox': {
    title: text('待发送', 'To be sent'),
    about: text('没有网络时提交的内容', 'What was sent without network'),
    steps: [
      text('联网后自动按顺序送出', 'Sent in order when the network is back'),
      text('没有送出的，看原因后重试或丢弃', 'What was refused shows why; try again or discard it'),
    ],
    terms: [
      {
        term: text('待发送', 'To be sent'),
        meaning: text(
          '已保存在手机、还没到服务器的内容，送出时不会重复',
          'Kept on the phone and not on the server yet; it is never sent twice',
        ),
      },
    ],
    modules: ['repair', 'file'],
  },
  'pkg-sys/missing': {
    title: text('没有这个页面', 'No such page'),
    about: text('链接失效时的落地页', 'Where old links lead'),
    steps: [text('点“回到首页”', 'Go to the home page')],
    terms: [{ term: text('链接失效', 'Old link'), meaning: text('页面已改名或下架', 'The page was renamed or taken off the shelf') }],
    modules: [],
  },
  'pkg-house/own-file': {
    title: text('我的档案', 'My file'),
    about: text('查看社区为您建立的档案，内容不对可以申请更正', 'What is on file about you, and how to have it put right'),
    steps: [
      text('点一项，填写正确的内容，附上证明照片', 'Tap a value, type the right one, add a proof'),
      text('工作人员复核后更新，结果在“我的申请”', 'It is updated after a review; follow it under My requests'),
      text('人脸可随时撤回同意并删除', 'Your face is withdrawn and deleted at any time'),
    ],
    terms: [
      {
        term: text('更正', 'Correction'),
        meaning: text('把档案里不对的内容改对，须他人复核', 'To put right what is wrong on file, after a review'),
      },
    ],
    modules: ['review', 'face', 'person'],
  },
  'pkg-house/energy': {
    title: text('我家用量', 'What we use'),
    about: text('看本户的水、电、燃气和供热用量', 'What your household uses of water, power, gas and heat'),
    steps: [
      text('柱子是每天的用量，下面是近 12 个月', 'Bars are days; below them the last 12 months'),
      text('是否让物业看到单户月用量，在“隐私”里决定', 'Whether the property service sees your months is set under Privacy'),
    ],
    terms: [
      {
        term: text('读数', 'Reading'),
        meaning: text('表上的累计数；用量是两次读数的差', 'The total on the meter; use is the difference of two readings'),
      },
    ],
    modules: ['energy'],
  },
  'pkg-house/waste': {
    title: text('垃圾分类', 'Sorting waste'),
    about: text('查物品属于哪类、去哪里投，看本户投放', 'Of which kind a thing is, where to drop it, and what your household dropped'),
    steps: [
      text('输入物品名称，看类别和收它的投放点', 'Type the name of a thing: its kind, and the bins that take it'),
      text('在智能桶前显示投放码，识别对了才开门', 'Show your code at a smart bin; it opens for the right kind only'),
    ],
    terms: [
      {
        term: text('分类准确率', 'Sorted right'),
        meaning: text('设备识别过的投放里，投对类别的比例', 'Of the drops that a bin recognised, those that went into the right kind'),
      },
    ],
    modules: ['waste'],
  },
  'pkg-house/charging': {
    title: text('附近充电', 'Charging nearby'),
    about: text('看小区里的充电口哪些空闲', 'Which charging ports of your estate are free'),
    steps: [
      text('选电动自行车或汽车，本楼的设施排在最前', 'Choose e-bikes or cars; chargers of your building come first'),
      text('绿色是空闲，离线的设施不显示充电口', 'Green is free; ports of a charger that is offline are not shown'),
    ],
    terms: [
      {
        term: text('充电口', 'Port'),
        meaning: text('一个能插一辆车的插座或枪', 'One socket or plug for one vehicle'),
      },
    ],
    modules: ['charging'],
  },
} as const satisfies Partial<Record<PageKey, Article>>
