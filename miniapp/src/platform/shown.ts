import Taro from '@tarojs/taro'
import { useState } from 'react'

/** True while this page is the one in front; pages under it stay mounted. */
export function useShown(): boolean {
  const [shown, setShown] = useState(true)
  Taro.useDidShow(() => setShown(true))
  Taro.useDidHide(() => setShown(false))
  return shown
}

/** Run each time the page comes to the front. */
export const useDidShow = (run: () => void): void => Taro.useDidShow(run)

/** Run when the person pulls the page down, where the end has that gesture. */
export function usePull(run: () => Promise<unknown>): void {
  Taro.usePullDownRefresh(() => {
    void run().finally(() => Taro.stopPullDownRefresh())
  })
}

/** Run when the end of the page comes into sight. */
export const useReachEnd = (run: () => void): void => Taro.useReachBottom(run)
