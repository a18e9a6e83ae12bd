/** Sliding windows over what devices say. The thing engine gives it every batch; capabilities ask by these. */
export { pages as streamPages } from './book.ts'
export { forgetStreams, resultDays } from './forget.ts'
export { whole } from './shape.ts'
export { type ClosedWindow, takeIntoStreams } from './take.ts'
