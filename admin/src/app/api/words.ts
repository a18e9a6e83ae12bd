import { dictionary } from '../language/words.ts'

export const words = dictionary({
  unreachable: ['没连上服务器，内容已保留，请稍后重试', 'The server could not be reached. Nothing was lost, please try again.'],
  garbled: ['服务器没有正常回应，请稍后重试', 'The server gave no usable answer, please try again.'],
})
