import { text } from '@liren/contract'

export const signInWords = {
  title: text('登录里仁', 'Sign in to Liren'),
  why: text(
    '登录后可以绑定房屋、报修和查看进度。不登录也能浏览公告和服务。',
    'Sign in to bind your house, report repairs and follow them. Looking around needs no sign-in.',
  ),
  wechat: text('微信一键登录', 'Sign in with WeChat'),
  wechatPhone: text('授权手机号完成登录', 'Allow the phone number to finish'),
  wechatPhoneWhy: text(
    '首次登录需要手机号，用于匹配您预留的房屋；只询问这一次',
    'Your number is needed once, to find the house it is registered for',
  ),
  phone: text('手机号', 'Phone number'),
  phoneHint: text('请输入 11 位手机号', '11 digits'),
  phoneFault: text('手机号应为 11 位', 'A phone number has 11 digits'),
  code: text('短信验证码', 'Code from the message'),
  codeHint: text('6 位数字', '6 digits'),
  codeFault: text('验证码为 6 位数字', 'The code has 6 digits'),
  sendCode: text('获取验证码', 'Send the code'),
  sendAgain: (seconds: number) => text(`${seconds} 秒后可重发`, `Again in ${seconds} s`),
  codeSent: text('验证码已发送，请查收短信', 'The code is on its way'),
  signIn: text('登录', 'Sign in'),
  agree: text('我已阅读并同意《用户协议》和《隐私指引》', 'I have read and agree to the terms and the privacy guide'),
  agreeFirst: text('请先勾选同意用户协议和隐私指引', 'Please tick the box about terms and privacy first'),
  readPrivacy: text('查看隐私指引', 'Read the privacy guide'),
  refuse: text('暂不登录，继续浏览', 'Not now, keep looking around'),
  declined: text(
    '您没有授权手机号。可以改用短信验证码登录，或继续浏览公告和服务。',
    'The number was not allowed. A code by message works too, or keep looking around.',
  ),
  government: text('政务平台账号登录', 'Sign in with the government account'),
  governmentDemo: text('演示环境中为模拟页面', 'A simulated page in the demonstration'),
  governmentForeign: text(
    '这次政务登录不是从本设备发起的，未登录。请重新点“政务平台账号登录”。',
    'That government sign-in did not begin on this device, so nobody was signed in. Please begin it here.',
  ),
  demo: text('演示环境：选择身份体验', 'Demonstration: try an identity'),
  demoNote: text('演示数据，均为虚构人物', 'Demo data; all persons are fictional'),
  expired: text('登录已过期，请重新登录，填写的内容不会丢失', 'Your session has ended; sign in again, nothing you typed is lost'),
  welcome: (name: string) => text(`${name}，您好`, `Welcome, ${name}`),
  bySms: text('短信验证码登录', 'Sign in by message'),
}
