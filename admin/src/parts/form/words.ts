import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  passwordNeeded: ['请填写口令', 'Enter a password'],
  addStretch: ['增加时段', 'Add a stretch'],
  removeStretch: ['删除时段', 'Remove the stretch'],
  from: ['开始', 'From'],
  to: ['结束', 'Until'],
  weekdays: ['星期', 'Weekdays'],
  d1: ['周一', 'Mon'],
  d2: ['周二', 'Tue'],
  d3: ['周三', 'Wed'],
  d4: ['周四', 'Thu'],
  d5: ['周五', 'Fri'],
  d6: ['周六', 'Sat'],
  d7: ['周日', 'Sun'],
  makePassword: ['生成', 'Make one'],
  passwordCopied: ['口令已生成并复制，请转交本人', 'Made and copied; pass it on to the person'],
  passwordMade: ['口令已生成，请抄下并转交本人', 'Made; write it down and pass it on to the person'],
})
