import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  passwordNeeded: ['请填写口令', 'Enter a password'],
  makePassword: ['生成', 'Make one'],
  passwordCopied: ['口令已生成并复制，请转交本人', 'Made and copied; pass it on to the person'],
  passwordMade: ['口令已生成，请抄下并转交本人', 'Made; write it down and pass it on to the person'],
})
