import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  title: ['授权记录', 'Consents'],
  none: ['还没有授权记录', 'No consent is on record'],
  noneText: ['本人在小程序同意，或在走访时登记后显示', 'Given in the app, or written down at a visit'],
  purpose: ['用途', 'Purpose'],
  action: ['操作', 'Action'],
  given: ['同意', 'Given'],
  withdrawn: ['撤回', 'Withdrawn'],
  version: ['告知版本', 'Text'],
  versionOf: ['第 {version} 版', 'Version {version}'],
  channel: ['方式', 'How'],
  channel_app: ['本人在线', 'In the app'],
  channel_field: ['上门登记', 'At a visit'],
  channel_counter: ['窗口登记', 'At the desk'],
  channel_paper: ['书面', 'On paper'],
  channel_phone: ['电话', 'By phone'],
  by: ['登记人', 'Written by'],
  self: ['本人', 'The person'],
  at: ['时间', 'When'],
})
