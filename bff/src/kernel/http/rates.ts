import type { RateClass } from '@liren/contract'

/** How much one caller may ask for, by class. Partners have limits of their own on top. */
export const rateRules: Readonly<Record<RateClass, { points: number; seconds: number }>> = {
  read: { points: 1200, seconds: 60 },
  write: { points: 240, seconds: 60 },
  search: { points: 240, seconds: 60 },
  'sign-in': { points: 30, seconds: 60 },
  code: { points: 10, seconds: 60 },
  upload: { points: 60, seconds: 60 },
  export: { points: 10, seconds: 60 },
  // Pictures come many to a screen, and a whole neighbourhood may share one address.
  content: { points: 6000, seconds: 60 },
  device: { points: 6000, seconds: 60 },
}
