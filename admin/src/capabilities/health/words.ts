import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['系统体检', 'Health'],
  text: ['数据库、缓存、密码、任务与外部服务现在是否正常', 'Whether database, cache, cryptography, jobs and other services are well'],
  good: ['正常', 'Good'],
  degraded: ['勉强可用', 'Degraded'],
  bad: ['异常', 'Bad'],
  allGood: ['一切正常', 'All is well'],
  someDegraded: ['有部分功能受影响', 'Some parts are affected'],
  someBad: ['有功能不可用，请尽快处理', 'Something does not work, please look at it'],
  version: ['版本', 'Version'],
  started: ['启动于', 'Started'],
  mode: ['运行方式', 'Mode'],
  mode_production: ['正式', 'Production'],
  mode_demo: ['演示', 'Demonstration'],
  mode_test: ['测试', 'Test'],
  checks: ['检查项', 'Checks'],
  since: ['自', 'Since'],
  figures: ['运行数据', 'Figures'],
  renews: ['每 10 秒自动更新', 'Renews itself every 10 seconds'],
})
