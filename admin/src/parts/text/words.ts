import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  forGood: ['长期', 'For good'],
})
