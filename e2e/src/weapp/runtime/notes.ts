import type { Note, Stats, TestHooks } from './types.ts'

/** Everything a test wants to look at afterwards. Nothing that goes wrong stays silent. */
export function createHooks(): TestHooks & { note(kind: string, ...details: unknown[]): void } {
  const log: Note[] = []
  const stats: Stats = { setData: 0, bytes: 0, largest: 0 }
  const note = (kind: string, ...details: unknown[]) => void log.push([kind, ...details.map(textOf)])
  window.addEventListener('error', (event) => note('error', event.message))
  window.addEventListener('unhandledrejection', (event) => note('rejection', event.reason))
  const hooks = { log, stats, mocks: {}, calls: [], files: new Map<string, Blob>(), note, navigate: () => {} }
  window.__RUNNER__ = hooks
  return hooks
}

export const textOf = (value: unknown): string =>
  value instanceof Error ? (value.stack ?? value.message) : typeof value === 'object' ? safeJson(value) : String(value)

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return String(value)
  }
}
