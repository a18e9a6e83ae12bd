import { createClock, createObservable, type Platform, type Refusable } from '@liren/client'
import { deviceName } from './device-name'
import { elsewhere } from './elsewhere.h5'
import { watchForNewer } from './newer.h5'
import { showPhotos } from './photo-viewer.h5'
import { choosePhotos, files } from './photos.h5'
import { scanPhoto } from './scan.h5'
import { createStorage } from './storage.h5'
import { createTransport, openSocket } from './wire.h5'

const yes: Refusable<void> = { ok: true, value: undefined }

async function copy(text: string): Promise<Refusable<void>> {
  try {
    await navigator.clipboard.writeText(text)
    return yes
  } catch {
    return { ok: false, why: 'absent' }
  }
}

async function share({ title, path }: { title: string; path: string }): Promise<Refusable<void>> {
  const url = new URL(path, location.origin).href
  if (!navigator.share) return copy(url)
  try {
    await navigator.share({ title, url })
    return yes
  } catch {
    return { ok: false, why: 'declined' }
  }
}

/** The browser end. */
export function createPlatform(): Platform {
  const clock = createClock(() => Date.now(), {
    setTimeout: (run, ms) => window.setTimeout(run, ms),
    clearTimeout: (handle) => window.clearTimeout(handle),
  })
  const online = createObservable(navigator.onLine)
  const visible = createObservable(document.visibilityState !== 'hidden')
  const scheme = window.matchMedia('(prefers-color-scheme: dark)')
  const dark = createObservable(scheme.matches)
  window.addEventListener('online', () => online.set(true))
  window.addEventListener('offline', () => online.set(false))
  document.addEventListener('visibilitychange', () => visible.set(document.visibilityState !== 'hidden'))
  scheme.addEventListener?.('change', ({ matches }) => dark.set(matches))

  return {
    clock,
    dice: (below) => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % below,
    storage: createStorage(),
    transport: createTransport(clock),
    files,
    openSocket,
    online,
    visible,
    dark,
    language: navigator.language.startsWith('en') ? 'en' : 'zh',
    deviceName: deviceName(navigator.userAgent),
    fontScale: 1,
    reducedMotion: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    choosePhotos,
    previewPhotos: showPhotos,
    async call(phone) {
      location.href = `tel:${phone}`
      return yes
    },
    vibrate: (kind) => void navigator.vibrate?.(kind === 'warning' ? [60, 60, 60] : 30),
    copy,
    scan: scanPhoto,
    locate: () =>
      new Promise((resolve) => {
        if (!navigator.geolocation) return resolve({ ok: false, why: 'absent' })
        navigator.geolocation.getCurrentPosition(
          ({ coords }) =>
            resolve({ ok: true, value: { latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy } }),
          ({ code }) => resolve({ ok: false, why: code === 1 ? 'denied' : 'failed' }),
          { timeout: 8_000, maximumAge: 60_000 },
        )
      }),
    share,
    listen: null,
    speak: 'speechSynthesis' in window ? speak : null,
    subscribe: null,
    wechatLogin: null,
    elsewhere,
    newer: watchForNewer({ clock, visible }),
  }
}

function speak(sentence: string) {
  const words = new SpeechSynthesisUtterance(sentence)
  words.lang = 'zh-CN'
  window.speechSynthesis.cancel()
  window.speechSynthesis.speak(words)
  return { stop: () => window.speechSynthesis.cancel() }
}
