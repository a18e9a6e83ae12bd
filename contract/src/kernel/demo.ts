/**
 * Accounts that the simulators know, so that the demonstration runs without any real one. They open nothing
 * outside this machine, and a production start never uses them.
 */
export const demoAccounts = {
  wechat: { appId: 'wx0000demonstration', secret: 'demonstration-only' },
  sms: { secretId: 'demonstration', secretKey: 'demonstration-only', appId: '1400000000', signName: '里仁演示', region: 'ap-guangzhou' },
} as const
