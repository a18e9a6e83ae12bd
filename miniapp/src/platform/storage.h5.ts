import { memoryStorage, type Storage } from '@liren/client'

const prefix = 'liren/'

function works(): boolean {
  try {
    localStorage.setItem(`${prefix}probe`, '1')
    localStorage.removeItem(`${prefix}probe`)
    return true
  } catch {
    return false
  }
}

/** The browser's storage; in a private window that refuses to keep anything, the memory of this page. */
export function createStorage(): Storage {
  if (!works()) return memoryStorage()
  return {
    get: async (key) => localStorage.getItem(prefix + key),
    set: async (key, value) => localStorage.setItem(prefix + key, value),
    remove: async (key) => localStorage.removeItem(prefix + key),
    keys: async (under) =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix + under))
        .map((key) => key.slice(prefix.length)),
  }
}
