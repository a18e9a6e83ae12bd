import { type Text, text } from '../kernel/text.ts'

/** What a sliding window makes of the messages in it. */
export const streamTakes = ['average', 'least', 'most', 'sum', 'count', 'rise'] as const
export type StreamTake = (typeof streamTakes)[number]

export const streamTakeTexts: Readonly<Record<StreamTake, Text>> = {
  average: text('平均值', 'average'),
  least: text('最小值', 'least value'),
  most: text('最大值', 'greatest value'),
  sum: text('合计', 'sum'),
  count: text('次数', 'number of messages'),
  rise: text('增量', 'rise'),
}

/** A message counts in so many windows at most: length ÷ step. */
export const mostWindows = 24

/** A window over a place hears so many devices at most. */
export const mostStreamDevices = 200
