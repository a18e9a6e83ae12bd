import { dictionary } from '../../app/language/words.ts'

/** What passages and devices say, by the names under which they leave. */
export const words = dictionary({
  'device-message': ['设备消息', 'What devices say'],
  'dataset.rows': ['数据集内容', 'Rows of data sets'],
  person: ['通行人', 'Who passed'],
  credential: ['通行凭证', 'Credential'],
  plate: ['号牌', 'Plate'],
  temperatureC: ['体温', 'Temperature'],
})
