import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  photo: ['照片 {at}，共 {count} 张', 'Photo {at} of {count}'],
  previous: ['上一张', 'Previous'],
  following: ['下一张', 'Next'],
  close: ['关闭', 'Close'],
  gone: ['照片打不开', 'This photo cannot be shown'],
})
