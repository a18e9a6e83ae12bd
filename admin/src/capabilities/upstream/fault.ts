import type { words } from './words.ts'

const known = ['unresolved', 'private', 'timeout', 'not-json', 'not-changes', 'too-long', 'econnrefused'] as const

type Tell = (word: keyof typeof words, values?: Record<string, string | number>) => string

/** What an outside system did wrong, in words; what nobody foresaw as it came. */
export function tellFault(t: Tell, fault: string): string {
  const word = known.find((one) => one === fault)
  if (word) return t(word)
  return fault.startsWith('status-') ? t('status', { status: fault.slice(7) }) : fault
}
