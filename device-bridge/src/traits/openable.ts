import type { Trait } from './trait.ts'

/** Opens and closes. */
export const openable =
  (name: string): Trait =>
  (values) => {
    const open = values[name]
    return typeof open === 'boolean' ? { type: open ? 'door.opened' : 'door.closed', values: {} } : undefined
  }
