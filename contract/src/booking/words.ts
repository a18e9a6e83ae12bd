import { type Text, text } from '../kernel/text.ts'

export const bookingStates = {
  waiting: text('待审批', 'To be approved'),
  booked: text('已预约', 'Booked'),
  'in-use': text('使用中', 'In use'),
  ended: text('已结束', 'Over'),
  missed: text('未到场', 'Nobody came'),
  refused: text('未通过', 'Refused'),
  cancelled: text('已取消', 'Cancelled'),
} as const satisfies Record<string, Text>
export type BookingState = keyof typeof bookingStates
export const bookingStateNames = Object.keys(bookingStates) as [BookingState, ...BookingState[]]

/** Those that hold their slot. */
export const openStates = ['waiting', 'booked', 'in-use'] as const satisfies readonly BookingState[]

/** How a slot stands for whoever looks at it; never whose it is. */
export const slotStates = {
  free: text('可约', 'Free'),
  mine: text('我的', 'Mine'),
  taken: text('已约', 'Taken'),
  past: text('已过', 'Past'),
  closed: text('不开放', 'Closed'),
} as const satisfies Record<string, Text>
export type SlotState = keyof typeof slotStates
export const slotStateNames = Object.keys(slotStates) as [SlotState, ...SlotState[]]

/** What the house answered when a code was put in at a lock. */
export const tryResults = {
  opened: text('已开门', 'Opened'),
  early: text('未到时段', 'Before the slot'),
  late: text('已过时段', 'After the slot'),
  'other-lock': text('不是这扇门', 'Another lock'),
  waiting: text('尚未批准', 'Not approved yet'),
  cancelled: text('预约已取消', 'Cancelled'),
  unknown: text('没有这个开门码', 'No such code'),
  blocked: text('输错过多，暂停', 'Too many wrong codes'),
  stale: text('上报过晚', 'Told too late'),
  'no-answer': text('门锁未响应', 'The lock could not be told'),
} as const satisfies Record<string, Text>
export type TryResult = keyof typeof tryResults
export const tryResultNames = Object.keys(tryResults) as [TryResult, ...TryResult[]]
