import { fail, type Options, succeed } from './answer.ts'

const place = 'wx-storage'

/** The app's own storage. It survives a reload of the page, as it survives a restart on a phone. */
export function storageApis(): Record<string, unknown> {
  const store = new Map<string, unknown>(JSON.parse(localStorage.getItem(place) ?? '[]') as [string, unknown][])
  const flush = () => localStorage.setItem(place, JSON.stringify([...store]))
  const set = (key: string, value: unknown) => {
    store.set(key, value)
    flush()
  }
  const remove = (key: string) => {
    store.delete(key)
    flush()
  }
  const clear = () => {
    store.clear()
    flush()
  }
  const info = () => ({ keys: [...store.keys()], currentSize: 0, limitSize: 10_240 })
  return {
    getStorageSync: (key: string) => store.get(key) ?? '',
    setStorageSync: set,
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    getStorage: (options: Options & { key: string }) =>
      store.has(options.key)
        ? succeed(options, 'getStorage', { data: store.get(options.key) })
        : fail(options, 'getStorage', 'data not found'),
    setStorage: (options: Options & { key: string; data: unknown }) => {
      set(options.key, options.data)
      return succeed(options, 'setStorage')
    },
    removeStorage: (options: Options & { key: string }) => {
      remove(options.key)
      return succeed(options, 'removeStorage')
    },
    clearStorage: (options?: Options) => {
      clear()
      return succeed(options, 'clearStorage')
    },
    getStorageInfo: (options?: Options) => succeed(options, 'getStorageInfo', info()),
  }
}
