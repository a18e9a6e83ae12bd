import type { Storage } from '@liren/client'
import Taro from '@tarojs/taro'

const prefix = 'liren/'

/** The messenger's own storage: 10 MB, kept until the person removes the mini-program. */
export function createStorage(): Storage {
  return {
    get: (key) =>
      Taro.getStorage<string>({ key: prefix + key }).then(
        ({ data }) => data,
        () => null,
      ),
    set: async (key, value) => {
      await Taro.setStorage({ key: prefix + key, data: value })
    },
    remove: async (key) => {
      await Taro.removeStorage({ key: prefix + key }).catch(() => undefined)
    },
    keys: async (under) => {
      const { keys } = Taro.getStorageInfoSync()
      return keys.filter((key) => key.startsWith(prefix + under)).map((key) => key.slice(prefix.length))
    },
  }
}
