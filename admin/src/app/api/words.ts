import { dictionary } from '../language/words.ts'

export const words = dictionary({
  ours: ['页面出了点问题，内容已保留，请重试', 'Something went wrong in this page. Nothing was lost, please try again.'],
})
