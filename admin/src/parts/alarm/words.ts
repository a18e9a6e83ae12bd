import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  house: ['系统', 'System'],
})
