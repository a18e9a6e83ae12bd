import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  group: ['自定义信息', 'Added by the community'],
  yes: ['是', 'Yes'],
  no: ['否', 'No'],
  none: ['–', '–'],
})
