import { dictionary } from '../../../app/language/words.ts'

export const words = dictionary({
  title: ['通行凭证', 'Credentials'],
  text: ['门禁据此认出本人；只显示末四位', 'Gates know the person by these; only the last four signs are shown'],
  kind: ['类别', 'Kind'],
  card: ['门禁卡', 'Card'],
  number: ['设备内编号', 'Number in a device'],
  tail: ['尾号', 'Ends in'],
  at: ['登记时间', 'Bound at'],
  by: ['登记人', 'Bound by'],
  none: ['还没有通行凭证', 'No credentials yet'],
  noneText: ['登记后，该卡的通行记到本人名下', 'Once bound, passages with it are this person’s'],
  bind: ['登记凭证', 'Bind a credential'],
  credential: ['卡号或编号', 'Number'],
  end: ['注销', 'Take back'],
  endTitle: ['注销尾号 {tail} 的凭证？', 'Take back the credential {tail}?'],
  endText: ['注销后道口不再认出此人，已有记录不变', 'Gates no longer know the person by it; what passed stays as it was'],
  endDo: ['注销凭证', 'Take it back'],
  saved: ['已登记', 'Bound'],
  required: ['请填写{field}', 'Needed: {field}'],
})
