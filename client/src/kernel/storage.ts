/** Small strings that survive the death of the app. `set` resolves only when the value would. */
export interface Storage {
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
  keys(prefix: string): Promise<string[]>
}

/** Read what was stored as JSON; something unreadable counts as absent, since a newer version may have written it. */
export async function readJson<T>(storage: Storage, key: string): Promise<T | null> {
  const raw = await storage.get(key)
  if (raw === null) return null
  try {
    return JSON.parse(raw) as T
  } catch {
    return null
  }
}

/** A storage that forgets at the end of the page: for tests and for browsers that refuse to keep anything. */
export function memoryStorage(entries: Map<string, string> = new Map()): Storage {
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => void entries.set(key, value),
    remove: async (key) => void entries.delete(key),
    keys: async (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)),
  }
}
