import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  find: ['按姓名或账号查找', 'Find by name or account'],
  none: ['没有找到', 'Nobody found'],
  typeMore: ['输入姓名或账号', 'Type a name or an account'],
})
