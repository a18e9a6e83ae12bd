import { demoMark } from '@liren/contract'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

const base32 = (value: number, length: number): string => {
  let text = ''
  for (let left = value, i = 0; i < length; i++, left = Math.floor(left / 32)) text = `${alphabet[left % 32]}${text}`
  return text
}

/** Ids of demo rows: time first, as everywhere, then the mark, then a number of its own within the set. */
export function createDemoIds(setNumber: number) {
  let counter = 0
  return {
    at: (time: number): string => `${base32(Math.max(0, Math.floor(time)), 10)}${demoMark}${base32(setNumber, 2)}${base32(++counter, 8)}`,
  }
}

export type DemoIds = ReturnType<typeof createDemoIds>
