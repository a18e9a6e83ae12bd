import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  locked: ['身份已锁定：正确的密钥也不能接入', 'Its identity is locked: not even the right secret is let in'],
  until: ['有人连续用错它的密钥，锁定至', 'Somebody showed wrong secrets for it. Locked until'],
  open: ['查看与解锁', 'Look and unlock'],
})
