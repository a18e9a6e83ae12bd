import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Entry } from './language/words.ts'

export interface Shortcut {
  /** `mod+k`, `?`, `/`, `j`, or a sequence: `g u`. */
  readonly keys: string
  readonly label: Entry
  readonly run: (event: KeyboardEvent) => void
}

const registered = new Map<number, Shortcut>()
const listeners = new Set<() => void>()
let serial = 0
let shown: readonly Shortcut[] = []
let waiting = ''
let waitingUntil = 0

function changed(): void {
  shown = [...registered.values()]
  for (const listener of listeners) listener()
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !/^(checkbox|radio)$/.test((target as HTMLInputElement).type)

/** Layers that take the keyboard to themselves while they are open. */
const enclosed = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('.ant-modal, .ant-popover, .ant-dropdown, .ant-select-dropdown, .ant-picker-dropdown, [data-own-keys]') !== null

function spell(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.metaKey || event.ctrlKey ? `mod+${key}` : key
}

/** Which registered keys a press completes, remembering the first half of a sequence for a second. */
export function match(pressed: string, now: number, known: readonly string[]): string | undefined {
  const sequence = now < waitingUntil ? `${waiting} ${pressed}` : pressed
  waiting = ''
  waitingUntil = 0
  if (known.includes(sequence)) return sequence
  if (known.some((keys) => keys.startsWith(`${pressed} `))) {
    waiting = pressed
    waitingUntil = now + 1000
    return undefined
  }
  return known.includes(pressed) ? pressed : undefined
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing || event.altKey || event.defaultPrevented) return
  const pressed = spell(event)
  // Only the search box may be called from within a field: everything else belongs to what is typed there.
  if (pressed !== 'mod+k' && (typing(event.target) || enclosed(event.target))) return
  const all = [...registered.values()].reverse()
  const keys = match(
    pressed,
    event.timeStamp,
    all.map((shortcut) => shortcut.keys),
  )
  const found = all.find((shortcut) => shortcut.keys === keys)
  if (found === undefined) return
  event.preventDefault()
  found.run(event)
}

/** Keys that work while this component is on screen; a later one wins over an earlier one with the same keys. */
export function useShortcuts(shortcuts: readonly Shortcut[], enabled = true): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const keys = shortcuts.map((shortcut) => shortcut.keys).join('|')
  useEffect(() => {
    if (!enabled || keys === '') return
    const ids = latest.current.map(({ keys: own, label }, index) => {
      serial += 1
      registered.set(serial, { keys: own, label, run: (event) => latest.current[index]?.run(event) })
      return serial
    })
    if (registered.size === ids.length) document.addEventListener('keydown', onKey)
    changed()
    return () => {
      for (const id of ids) registered.delete(id)
      if (registered.size === 0) document.removeEventListener('keydown', onKey)
      changed()
    }
  }, [keys, enabled])
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What `?` lists: the keys that work here and now. */
export const useKnownShortcuts = (): readonly Shortcut[] => useSyncExternalStore(subscribe, () => shown)
