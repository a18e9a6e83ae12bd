import { useSyncExternalStore } from 'react'
import type { IconName } from '../../parts/icon/shapes.ts'

export interface Todo {
  /** Where the work is done, filters included. */
  readonly path: string
  readonly title: string
  readonly icon: IconName
  readonly count: number
}

const sources = new Map<string, readonly Todo[]>()
const listeners = new Set<() => void>()
let all: readonly Todo[] = []

/** What a capability knows to be waiting; an empty list when there is nothing any more. */
export function tellTodos(source: string, todos: readonly Todo[]): void {
  sources.set(source, todos)
  all = [...sources.values()].flat().filter((todo) => todo.count > 0)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useTodos = (): readonly Todo[] => useSyncExternalStore(subscribe, () => all)
