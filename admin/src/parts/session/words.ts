import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  current: ['本机', 'This one'],
  since: ['登录于', 'Since'],
  seen: ['最近活动', 'Last seen'],
  end: ['下线', 'Sign out'],
  password: ['口令登录', 'by password'],
  wechat: ['微信登录', 'by WeChat'],
  sms: ['短信登录', 'by text message'],
  demo: ['体验身份', 'as a persona'],
  government: ['政务账号', 'by government account'],
})
