import { fillPath } from '@liren/client/kernel/request'
import type { AnyEndpoint } from '@liren/contract'
import { groupOf } from '@liren/contract'
import type { ApiError } from './error.ts'

/** What is known of one question: the last answer stays while it is asked again or fails. */
export interface Answer<T> {
  readonly data: T | undefined
  readonly error: ApiError | undefined
  readonly asking: boolean
  /** When the data arrived. */
  readonly at: number | undefined
}

interface Entry {
  answer: Answer<unknown>
  readonly group: string
  /** Where it is asked, once it was. */
  path: string | undefined
  readonly listeners: Set<() => void>
  ask: (() => void) | undefined
  serial: number
}

const nothing: Answer<unknown> = { data: undefined, error: undefined, asking: false, at: undefined }
const entries = new Map<string, Entry>()
const mostKept = 200

export const keyOf = (endpoint: AnyEndpoint, input: unknown): string => `${endpoint.id} ${JSON.stringify(input ?? null)}`

function entryOf(key: string, group: string): Entry {
  const known = entries.get(key)
  if (known !== undefined) return known
  if (entries.size >= mostKept) {
    for (const [old, entry] of entries) {
      if (entry.listeners.size > 0) continue
      entries.delete(old)
      break
    }
  }
  const entry: Entry = { answer: nothing, group, path: undefined, listeners: new Set(), ask: undefined, serial: 0 }
  entries.set(key, entry)
  return entry
}

function tell(entry: Entry, change: Partial<Answer<unknown>>): void {
  entry.answer = { ...entry.answer, ...change }
  for (const listener of entry.listeners) listener()
}

export const answerOf = (key: string): Answer<unknown> => entries.get(key)?.answer ?? nothing

export function listen(key: string, endpoint: AnyEndpoint, listener: () => void): () => void {
  const entry = entryOf(key, groupOf(endpoint))
  entry.listeners.add(listener)
  return () => entry.listeners.delete(listener)
}

/** Ask again and keep what is known meanwhile; only the newest of several answers counts. */
export function ask(key: string, endpoint: AnyEndpoint, params: unknown, fetch: () => Promise<unknown>): void {
  const entry = entryOf(key, groupOf(endpoint))
  entry.path = fillPath(endpoint.path, params)
  entry.ask = () => ask(key, endpoint, params, fetch)
  entry.serial += 1
  const serial = entry.serial
  tell(entry, { asking: true })
  fetch().then(
    (data) => serial === entry.serial && tell(entry, { data, error: undefined, asking: false, at: Date.now() }),
    (error: ApiError) => serial === entry.serial && tell(entry, { error, asking: false }),
  )
}

/** Put an answer that came with something else, so that it need not be asked for. */
export function put(endpoint: AnyEndpoint, input: unknown, data: unknown): void {
  tell(entryOf(keyOf(endpoint, input), groupOf(endpoint)), { data, error: undefined, asking: false, at: Date.now() })
}

/** Everything known of these groups is old: ask again what is on screen, forget the rest. */
export function refresh(...groups: readonly string[]): void {
  for (const [key, entry] of entries) {
    if (!groups.includes(entry.group)) continue
    if (entry.listeners.size > 0) entry.ask?.()
    else entries.delete(key)
  }
}

/** A record was taken away: what is still on screen of it is not asked for again. */
export function bury(path: string): void {
  for (const entry of entries.values()) if (entry.path === path || entry.path?.startsWith(`${path}/`)) entry.ask = undefined
}

/** The house answers again: what is on screen and could not be renewed meanwhile is asked for once more. */
export function retryFailed(): void {
  for (const entry of entries.values()) if (entry.answer.error !== undefined && entry.listeners.size > 0) entry.ask?.()
}

/** The same person sees other rows from now on: what is on screen is asked for again, nothing else is kept. */
export function startOver(): void {
  forget()
  for (const entry of entries.values()) entry.ask?.()
}

/** Another person signs in: nothing of the last one stays. */
export function forget(): void {
  for (const [key, entry] of entries) {
    entry.serial += 1
    if (entry.listeners.size > 0) tell(entry, nothing)
    else entries.delete(key)
  }
}
