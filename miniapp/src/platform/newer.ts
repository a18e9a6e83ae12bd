import { createObservable, type Newer } from '@liren/client'
import Taro from '@tarojs/taro'

/** The messenger fetches a newer app by itself and says so; restarting is the person's choice. */
export function watchForNewer(): Newer {
  const available = createObservable(false)
  const manager = Taro.getUpdateManager()
  manager.onUpdateReady(() => available.set(true))
  return { available, take: async () => manager.applyUpdate() }
}
