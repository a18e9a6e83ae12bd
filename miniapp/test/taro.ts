import { useEffect } from 'react'

/** Where the screen under test wanted to go. */
export const went: { how: string; url: string }[] = []
export let params: Record<string, string> = {}
export const openWith = (next: Record<string, string>): void => {
  params = next
}

const go =
  (how: string) =>
  async (options: { url?: string } = {}) => {
    went.push({ how, url: options.url ?? '' })
  }
const once = (run: () => void) => useEffect(run, [run])
const never = (_run: unknown) => undefined

/** The part of Taro that screens use in a browser. */
export default {
  navigateTo: go('navigateTo'),
  redirectTo: go('redirectTo'),
  switchTab: go('switchTab'),
  reLaunch: go('reLaunch'),
  navigateBack: go('navigateBack'),
  getCurrentPages: () => [1, 2],
  useRouter: () => ({ params }),
  useDidShow: never,
  useDidHide: never,
  useReady: once,
  usePullDownRefresh: never,
  useReachBottom: never,
  usePageNotFound: never,
  stopPullDownRefresh: () => undefined,
}
