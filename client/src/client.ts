import { live as liveContract } from '@liren/contract/capabilities/live'
import { type Community, createCommunity } from './community.ts'
import { sweepDrafts } from './draft.ts'
import { type Api, createApi } from './kernel/api.ts'
import type { Observable } from './kernel/observable.ts'
import { createLive, type Live } from './live.ts'
import { openLive } from './live-wire.ts'
import type { Entry } from './outbox/entry.ts'
import { createOutbox, type Outbox } from './outbox/outbox.ts'
import type { Platform } from './platform.ts'
import { createReadCache, type ReadCache } from './read-cache.ts'
import { createRecent, type Recent } from './recent.ts'
import { createSession, type Session } from './session.ts'
import { createSettings, type Settings, type SettingsStore } from './settings.ts'
import { sweepFiles } from './sweep-files.ts'
import { createUploader, type Uploader } from './upload.ts'

/** Everything a screen may use, made once per app. */
export interface Client {
  readonly platform: Platform
  readonly api: Api
  readonly session: Session
  readonly settings: SettingsStore
  readonly community: Community
  readonly outbox: Outbox
  readonly uploader: Uploader
  readonly live: Live
  readonly cache: ReadCache
  readonly recent: Recent
  readonly online: Observable<boolean>
  /** Read what the last run left, then connect. */
  start(): Promise<void>
  /** Forget the person and all that was kept for them, except what still has to be sent. */
  signOut(): Promise<void>
}

interface Options {
  readonly platform: Platform
  /** Origin in front of `/api`; empty on the web. */
  readonly base: string
  readonly onSettled?: (entry: Entry) => void
}

const firstSettings = (platform: Platform): Settings => ({
  language: platform.language,
  appearance: 'system',
  elder: false,
  fontScale: 1,
  reducedMotion: platform.reducedMotion,
  elderOffered: false,
  recentServices: [],
})

/** A grid worker’s day of houses, and what every screen keeps besides. */
const keptAnswers = 400

/** Wire the parts together over a platform. */
export function createClient({ platform, base, onSettled }: Options): Client {
  const { storage, clock, dice } = platform
  const session = createSession(storage)
  const settings = createSettings(storage, firstSettings(platform))
  const community = createCommunity(storage)
  const cache = createReadCache({ storage, clock, limit: keptAnswers })
  const recent = createRecent(clock)
  const api = createApi({ base, transport: platform.transport, credentials: session, clock, dice })
  const uploader = createUploader({ base, files: platform.files, token: session.token })
  const userId = () => {
    const state = session.get()
    return state.status === 'signed-in' ? state.who.userId : null
  }
  const outbox = createOutbox({
    storage,
    clock,
    dice,
    userId,
    api,
    upload: uploader.upload,
    forget: platform.files.remove,
    onSettled(entry) {
      if (entry.state === 'done') live.tell(entry.endpointId)
      onSettled?.(entry)
    },
  })
  const live = createLive({
    clock,
    open: (after, listener) => openLive(platform, base, session.token(), after, listener),
    poll: async (after) => (await api.call(liveContract.endpoints.events, { query: { after } })).items,
    wanted: () => userId() !== null && platform.visible.get(),
  })

  return {
    platform,
    api,
    session,
    settings,
    community,
    outbox,
    uploader,
    live,
    cache,
    recent,
    online: platform.online,
    async start() {
      await Promise.all([session.start(), settings.start(), community.start()])
      session.subscribe(() => {
        live.restart()
        void outbox.flush()
      })
      platform.online.subscribe(() => {
        if (!platform.online.get()) return
        // the pauses of a channel that failed for long are long
        live.restart()
        void outbox.flush()
      })
      platform.visible.subscribe(() => {
        live.restart()
        if (platform.visible.get()) void outbox.flush()
      })
      live.restart()
      await outbox.start()
      await sweepDrafts(storage, clock)
      // keeping a photo too long is no reason to fail a start
      await sweepFiles({ files: platform.files, storage, clock }).catch(() => undefined)
    },
    async signOut() {
      live.stop()
      recent.clear()
      await cache.clear()
      await session.signOut()
    },
  }
}
