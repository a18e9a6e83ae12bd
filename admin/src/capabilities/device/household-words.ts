import { dictionary } from '../../app/language/words.ts'

export const words = dictionary({
  withheld: ['这是一户的计量表，读数不予显示', 'This is the meter of one home: its readings are withheld'],
  withheldText: [
    '用量会说明家里是否有人。在线、通信与故障照常显示；用量请看能源页中三户及以上的合计。',
    'What is used tells whether somebody is in. Presence and faults are shown as ever; use stands on the energy page in sums of three homes and more.',
  ],
  why: ['为什么需要查看？会记入审计', 'Why is it needed? This goes into the audit'],
  reveal: ['查看近 7 天读数', 'Show the last 7 days'],
  nothing: ['还没有读数', 'No readings yet'],
})
