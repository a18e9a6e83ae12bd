import { text } from '@liren/contract'

export const settingsWords = {
  title: text('设置', 'Settings'),
  display: text('显示', 'Display'),
  elder: text('长辈版', 'Elder version'),
  elderHint: text('大字、大按钮，所有页面都适用', 'Large text and keys, on every page'),
  fontSize: text('字号', 'Text size'),
  smaller: text('调小', 'Smaller'),
  larger: text('调大', 'Larger'),
  sample: text('里仁为美，邻里相助。', 'It is good to live among good neighbours.'),
  appearance: text('外观', 'Appearance'),
  grade: text('政务平台实名等级', 'Grade at the government platform'),
  grades: {
    unverified: text('未实名', 'Not verified'),
    basic: text('初级实名', 'Basic: number checked'),
    verified: text('高级实名', 'Verified in person'),
  },
  appearances: { system: text('跟随系统', 'System'), light: text('浅色', 'Light'), dark: text('深色', 'Dark') },
  language: text('语言', 'Language'),
  languages: { zh: text('中文', '中文'), en: text('English', 'English') },
  motion: text('减少动画', 'Less motion'),
  motionHint: text('页面和按钮不再滑动、闪动', 'Pages and keys no longer slide or pulse'),
  notifications: text('消息通知', 'Notifications'),
  mute: text('关闭后只在消息页显示，不提醒', 'When off, they are only listed under Messages'),
  devices: text('登录设备', 'Signed-in devices'),
  thisDevice: text('本机', 'This device'),
  lastSeen: (time: string) => text(`最近使用 ${time}`, `Last used ${time}`),
  closeDevice: text('下线', 'Sign out'),
  closeAll: text('其他设备全部下线', 'Sign out all other devices'),
  closed: text('已下线', 'Signed out'),
}

export const outboxWords = {
  title: text('待发送', 'To be sent'),
  none: text('没有待发送的内容', 'Nothing waits to be sent'),
  noneBody: text('没有网络时提交的内容会先保存在这里', 'What you send without network is kept here first'),
  sendNow: text('立即发送', 'Send now'),
  states: { waiting: text('待发送', 'Waiting'), stopped: text('没有送出', 'Not sent'), done: text('已送达', 'Delivered') },
  sending: text('发送中', 'Sending'),
  photos: (count: number) => text(`${count} 张照片`, `${count} photos`),
  otherUser: text('属于另一位登录者，等其登录后发送', 'Belongs to somebody else and waits for them'),
  stillThere: text('内容和照片都还在', 'Text and photos are still here'),
}

export const helpWords = {
  title: text('帮助中心', 'Help'),
  search: text('搜索，如“催办”', 'Search, e.g. “urge”'),
  none: text('没有找到，换个说法试试', 'Nothing found, try other words'),
  all: text('全部文章', 'All articles'),
  steps: text('怎么做', 'How'),
  terms: text('名词解释', 'Words'),
  stillStuck: text('还没解决？', 'Still stuck?'),
  call: text('联系管家', 'Call the housekeeper'),
}

export const aboutWords = {
  title: text('关于里仁', 'About Liren'),
  motto: text('里仁为美', 'It is good to live among good neighbours'),
  body: text(
    '里仁是开放的智慧社区平台，居民、物业、网格和街道在同一处办事。',
    'Liren is an open smart-community platform where residents, property staff, grid workers and streets work in one place.',
  ),
  version: text('版本', 'Version'),
  licence: text('开源许可', 'Licence'),
  api: text('接口', 'Interface'),
}

export const feedbackWords = {
  title: text('意见反馈', 'Feedback'),
  body: text(
    '遇到问题或有建议，可以直接告诉物业；软件故障请把诊断信息一并发给客服。',
    'Tell the property desk about problems and ideas; for software faults, send the diagnostics too.',
  ),
  call: text('联系物业', 'Call the desk'),
  report: text('反映社区问题', 'Report a community problem'),
  diagnostics: text('复制诊断信息', 'Copy the diagnostics'),
  diagnosticsHint: text('不含姓名、电话等个人信息', 'Holds no names, numbers or other personal data'),
}

export const privacyWords = {
  title: text('隐私与权限', 'Privacy and permissions'),
  promise: text('只在用到时询问，拒绝不影响其他功能', 'Asked only when needed; refusing changes nothing else'),
  items: [
    {
      title: text('手机号', 'Phone number'),
      body: text(
        '用于登录和匹配您预留的房屋，只询问一次；显示时中间四位会遮住',
        'For signing in and finding the house it is registered for; asked once, shown shortened',
      ),
    },
    {
      title: text('相机与相册', 'Camera and album'),
      body: text('拍报修照片时才打开；照片里的拍摄位置会去掉', 'Opened when you add a photo; where it was taken is removed'),
    },
    {
      title: text('位置', 'Location'),
      body: text('只在您选择附近小区时使用，不记录行踪', 'Used only when you choose an estate near by; nothing is tracked'),
    },
    {
      title: text('房屋证明', 'Proof of the house'),
      body: text('只给审核人员看，审核结束后按期删除', 'Seen by reviewers only and deleted afterwards'),
    },
    {
      title: text('离线内容', 'What is kept offline'),
      body: text(
        '看过的页面和待发送的内容保存在这台手机，退出登录即清除已看过的内容',
        'Pages you saw and things to be sent are kept on this phone; signing out clears what you saw',
      ),
    },
  ],
  who: text('谁看过我的信息', 'Who looked at my data'),
  whoBody: text('工作人员查看完整电话时必须填写原因，并留下记录', 'Staff must state a reason to see a full number, and it is recorded'),
}

export const missingWords = {
  title: text('没有这个页面', 'No such page'),
  body: text('链接可能已失效，回到首页看看', 'The link may be old; the home page is this way'),
  home: text('回到首页', 'Home'),
}
