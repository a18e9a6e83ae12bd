import type { LaunchOptions } from '../types.ts'
import { type Options, succeed } from './answer.ts'

const themeNow = () => (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

/** One phone: an iPhone X sized screen with a current base library. */
function device(): Record<string, unknown> {
  return {
    brand: 'devtools',
    model: 'iPhone X',
    pixelRatio: 2,
    screenWidth: 375,
    screenHeight: 812,
    windowWidth: document.documentElement.clientWidth,
    windowHeight: (document.getElementById('screen') as HTMLElement).clientHeight,
    statusBarHeight: 20,
    language: 'zh_CN',
    version: '8.0.50',
    system: 'iOS 16.0',
    platform: 'devtools',
    fontSizeSetting: 16,
    fontSizeScaleFactor: 1,
    SDKVersion: '3.8.0',
    benchmarkLevel: 1,
    theme: themeNow(),
    safeArea: { left: 0, right: 375, top: 44, bottom: 778, width: 375, height: 734 },
    host: { appId: '' },
  }
}

export function systemApis(launch: LaunchOptions): Record<string, unknown> {
  const themeListeners = new Set<(state: object) => void>()
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const listener of themeListeners) listener({ theme: themeNow() })
  })
  return {
    getSystemInfoSync: device,
    getWindowInfo: device,
    getDeviceInfo: device,
    getAppBaseInfo: device,
    getSystemSetting: () => ({}),
    getAppAuthorizeSetting: () => ({}),
    getSystemInfo: (options?: Options) => succeed(options, 'getSystemInfo', device()),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0', envVersion: 'develop', version: '' } }),
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
    getMenuButtonBoundingClientRect: () => ({ left: 281, top: 24, right: 368, bottom: 56, width: 87, height: 32 }),
    onThemeChange: (listener: (state: object) => void) => void themeListeners.add(listener),
    offThemeChange: (listener?: (state: object) => void) => (listener ? void themeListeners.delete(listener) : themeListeners.clear()),
    canIUse: () => true,
    nextTick: (work: () => void) => Promise.resolve().then(work),
    env: { USER_DATA_PATH: 'wxfile://usr' },
    getLogManager: () => ({ log() {}, info() {}, warn() {}, debug() {} }),
    getUpdateManager: () => ({ onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} }),
    getRandomValues: (options: Options & { length: number }) =>
      succeed(options, 'getRandomValues', { randomValues: crypto.getRandomValues(new Uint8Array(options.length)).buffer }),
  }
}
