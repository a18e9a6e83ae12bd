import { createClock, createObservable, type Platform } from '@liren/client'
import Taro from '@tarojs/taro'
import { watchForNewer } from './newer'
import { choosePhotos, files } from './photos'
import { refusal } from './refusal'
import { createStorage } from './storage'
import { createTransport, openSocket } from './wire'

/** Turn a call of the messenger into an answer: a closed sheet is a no, not a fault. */
async function attempt<T, R>(call: Promise<T>, pick: (answer: T) => R) {
  try {
    return { ok: true, value: pick(await call) } as const
  } catch (error) {
    return refusal(error)
  }
}

/** The mini-program end. */
export function createPlatform(): Platform {
  const clock = createClock(() => Date.now(), { setTimeout, clearTimeout })
  const base = Taro.getAppBaseInfo()
  const online = createObservable(true)
  const visible = createObservable(true)
  const dark = createObservable(base.theme === 'dark')
  Taro.getNetworkType({ success: ({ networkType }) => online.set(networkType !== 'none') })
  Taro.onNetworkStatusChange(({ isConnected }) => online.set(isConnected))
  Taro.onThemeChange(({ theme }) => dark.set((theme as string) === 'dark'))
  Taro.onAppShow(() => visible.set(true))
  Taro.onAppHide(() => visible.set(false))

  return {
    clock,
    dice: (below) => Math.floor(Math.random() * below),
    storage: createStorage(),
    transport: createTransport(clock),
    files,
    openSocket,
    online,
    visible,
    dark,
    language: base.language?.startsWith('en') ? 'en' : 'zh',
    deviceName: ['微信', Taro.getDeviceInfo().model].filter(Boolean).join(' · '),
    fontScale: (base as { fontSizeScaleFactor?: number }).fontSizeScaleFactor ?? 1,
    reducedMotion: false,
    choosePhotos,
    previewPhotos: (urls, at) => void Taro.previewImage({ urls: [...urls], current: urls[at] ?? '' }),
    call: (phone) => attempt(Taro.makePhoneCall({ phoneNumber: phone }), () => undefined),
    vibrate: (kind) => void Taro.vibrateShort({ type: kind === 'warning' ? 'heavy' : 'light' }).catch(() => undefined),
    copy: (text) => attempt(Taro.setClipboardData({ data: text }), () => undefined),
    scan: () => attempt(Taro.scanCode({}), ({ result }) => result),
    locate: () => attempt(Taro.getLocation({ type: 'wgs84' }), ({ latitude, longitude, accuracy }) => ({ latitude, longitude, accuracy })),
    share: null,
    // speech needs a plug-in that each operator registers; without one the keys are not drawn
    listen: null,
    speak: null,
    subscribe: (templates) =>
      attempt(Taro.requestSubscribeMessage({ tmplIds: [...templates] } as never), (answer) =>
        templates.filter((id) => (answer as unknown as Record<string, string>)[id] === 'accept'),
      ),
    elsewhere: null,
    newer: watchForNewer(),
    wechatLogin: () => attempt(Taro.login(), ({ code }) => code),
  }
}
