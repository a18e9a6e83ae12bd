import { dictionary } from '../language/words.ts'

export const words = dictionary({
  justNow: ['刚刚', 'just now'],
  minutesAgo: ['{minutes} 分钟前', '{minutes} min ago'],
  yesterday: ['昨天 {time}', 'yesterday {time}'],
  today: ['今天 {time}', 'today {time}'],
  tomorrow: ['明天 {time}', 'tomorrow {time}'],
  days: ['{count} 天', '{count} d'],
  hours: ['{count} 小时', '{count} h'],
  minutes: ['{count} 分', '{count} min'],
  underMinute: ['不到 1 分', 'under 1 min'],
  left: ['剩 {duration}', '{duration} left'],
  late: ['超时 {duration}', '{duration} late'],
})
