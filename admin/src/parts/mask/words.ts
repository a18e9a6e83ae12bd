import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  show: ['查看完整内容', 'Show in full'],
  why: ['为什么需要查看？会记入操作记录', 'Why is it needed? This goes into the record'],
  reason: ['如：联系住户确认上门时间', 'e.g. to agree on a time for the visit'],
  submit: ['查看', 'Show'],
  hides: ['{seconds} 秒后自动隐藏', 'Hidden again in {seconds} s'],
  none: ['未登记', 'Not recorded'],
  hide: ['隐藏', 'Hide'],
})
