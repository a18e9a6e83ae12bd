import type { PageStack } from '../pages.ts'
import type { LaunchOptions, Navigation, TestHooks } from '../types.ts'
import { fail, type Options, succeed } from './answer.ts'
import { feedbackApis } from './feedback.ts'
import { fileApis } from './files.ts'
import type { Life } from './life.ts'
import { networkApis } from './network.ts'
import { pictureApis } from './pictures.ts'
import { createIntersectionObserver, createSelectorQuery } from './query.ts'
import { storageApis } from './storage.ts'
import { systemApis } from './system.ts'

interface Surroundings {
  readonly hooks: TestHooks & { note(kind: string, ...details: unknown[]): void }
  readonly launch: LaunchOptions
  readonly life: Life
  readonly pages: () => PageStack
  /** Draws the title again. */
  readonly retitle: () => void
}

/** Device features: a test supplies the answer, otherwise they fail the way a refusal does. */
const mocked = [
  ...[
    'login',
    'checkSession',
    'scanCode',
    'chooseMedia',
    'chooseImage',
    'compressImage',
    'requestPayment',
    'getLocation',
    'chooseLocation',
  ],
  ...['openLocation', 'makePhoneCall', 'previewImage', 'previewMedia', 'getUserProfile', 'requestSubscribeMessage', 'setClipboardData'],
  ...['getClipboardData', 'saveImageToPhotosAlbum', 'openDocument', 'getSetting', 'authorize', 'openSetting'],
  ...['getPrivacySetting', 'requirePrivacyAuthorize', 'startLocationUpdate', 'stopLocationUpdate', 'getScreenBrightness'],
]

/** Calls without a visible result that always succeed. */
const silent = [
  ...['vibrateShort', 'vibrateLong', 'setTabBarBadge', 'removeTabBarBadge', 'showTabBarRedDot', 'hideTabBarRedDot', 'hideTabBar'],
  ...['showTabBar', 'setTabBarItem', 'setTabBarStyle', 'startPullDownRefresh', 'stopPullDownRefresh', 'setNavigationBarColor'],
  ...['setBackgroundColor', 'setBackgroundTextStyle', 'setKeepScreenOn', 'setScreenBrightness', 'setVisualEffectOnCapture', 'hideKeyboard'],
  ...['showShareMenu', 'hideShareMenu', 'updateShareMenu', 'hideHomeButton', 'showNavigationBarLoading', 'hideNavigationBarLoading'],
]

/**
 * The `wx` object. Its methods are own properties, because Taro builds its API from `Object.keys(wx)`; what is not
 * there is noted, so that a test can fail on it.
 */
export function createWx({ hooks, launch, life, pages, retitle }: Surroundings): object {
  const host = () => pages().top.host
  const wx: Record<string, unknown> = {
    ...systemApis(launch),
    ...life.apis,
    ...storageApis(),
    ...networkApis(hooks),
    ...fileApis(hooks),
    ...pictureApis(hooks),
    ...feedbackApis(),
    createSelectorQuery: () => createSelectorQuery(host),
    createIntersectionObserver: () => createIntersectionObserver(host),
    setNavigationBarTitle: (options: Options & { title: string }) => {
      pages().top.title = options.title
      retitle()
      return succeed(options, 'setNavigationBarTitle')
    },
    pageScrollTo: (options: Options & { scrollTop?: number }) => {
      document.getElementById('screen')?.scrollTo(0, options.scrollTop ?? 0)
      return succeed(options, 'pageScrollTo')
    },
  }
  for (const name of silent) wx[name] = (options?: Options) => succeed(options, name)
  for (const name of mocked)
    wx[name] = (options: Options = {}) => {
      hooks.calls.push([name, options])
      const mock = hooks.mocks[name]
      return mock ? succeed(options, name, mock(options)) : fail(options, name, 'no mock')
    }
  for (const name of ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack'] satisfies Navigation[])
    wx[name] = (options: Options & { url?: string; delta?: number } = {}) => {
      try {
        pages().navigate(name, options)
        return succeed(options, name)
      } catch (error) {
        return fail(options, name, (error as Error).message)
      }
    }
  return new Proxy(wx, {
    get(target, key) {
      if (key in target || typeof key === 'symbol') return target[key as string]
      if (/^(on|off)[A-Z]/.test(key)) return () => {}
      if (key === 'webpackJsonp' || key === 'then' || key.startsWith('__')) return undefined
      return (options?: Options) => {
        hooks.note('wx-unimplemented', key)
        return fail(options, key, 'not implemented in the runner')
      }
    },
  })
}
