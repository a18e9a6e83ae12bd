import type { Api } from '../kernel/api.ts'
import { ApiError } from '../kernel/api-error.ts'
import { type Cancel, createCancel } from '../kernel/cancel.ts'
import type { Clock } from '../kernel/clock.ts'
import { createKey, type Dice } from '../kernel/keys.ts'
import { createObservable, type Observable } from '../kernel/observable.ts'
import type { Storage } from '../kernel/storage.ts'
import type { Entry, NewEntry } from './entry.ts'
import { sendEntry, type UploadKept } from './send-entry.ts'
import { createShelf } from './shelf.ts'

export interface OutboxState {
  readonly entries: readonly Entry[]
  /** The entry on the wire at this moment. */
  readonly sendingId: string | null
}

export interface Outbox extends Observable<OutboxState> {
  /** Read what earlier runs left, and start sending. */
  start(): Promise<void>
  /** Resolves when the write is kept: from here on it will arrive once, or be shown as refused. */
  add(entry: NewEntry): Promise<Entry>
  /** Try now: the network came back, the app came to the front, somebody signed in. */
  flush(): Promise<void>
  /** Send a stopped entry again; `body` replaces what was refused and takes a new key, being another request. */
  retry(id: string, body?: Readonly<Record<string, unknown>>): Promise<void>
  /** Throw a stopped entry away; those behind it on the same record go on. */
  discard(id: string): Promise<void>
}

interface Parts {
  readonly storage: Storage
  readonly api: Api
  readonly upload: UploadKept
  readonly clock: Clock
  readonly dice: Dice
  /** The bytes of a photo are on the server: this device needs them no longer. */
  readonly forget?: (file: string) => Promise<void>
  /** Whose writes may leave; those of others wait for their person. */
  userId(): string | null
  /** Told when an entry has arrived or was refused, for the notify bar. */
  readonly onSettled?: (entry: Entry) => void
  /** Something broke on this device, e.g. its storage is full; sending is tried again later. */
  readonly onFault?: (error: unknown) => void
}

const firstPauseMs = 2_000
const longestPauseMs = 60_000
/** Servers remember keys for a week; later nobody could tell a repetition from a second wish. */
const repeatableMs = 6 * 24 * 3_600_000
const showDoneMs = 24 * 3_600_000

/**
 * Writes made without network. Each is kept before it is sent, sent with one key for ever, in order within its
 * record, and removed only after the answer has been kept.
 */
export function createOutbox(parts: Parts): Outbox {
  const { api, upload, clock, dice, userId } = parts
  const shelf = createShelf(parts.storage)
  const state = createObservable<OutboxState>({ entries: [], sendingId: null })
  let running: Promise<void> | null = null
  let again = false
  let pause: Cancel | null = null
  let pauseMs = firstPauseMs
  let lastId = ''

  const show = (entries: readonly Entry[]) => state.set({ ...state.get(), entries })
  const all = () => state.get().entries

  async function save(entry: Entry): Promise<Entry> {
    await shelf.put(entry)
    show(all().map((one) => (one.id === entry.id ? entry : one)))
    return entry
  }
  /** A form sent twice is one write; sent again after a correction, it takes the place of what has not left yet. */
  async function sameForm(known: Entry, next: Pick<Entry, 'body' | 'attachments'>): Promise<Entry> {
    if (known.state === 'done' || (known.state === 'waiting' && known.triedAt !== undefined)) return known
    const { stoppedBy: _fault, ...rest } = known
    return save({ ...rest, ...next, state: 'waiting' })
  }
  async function drop(entry: Entry): Promise<void> {
    await shelf.remove(entry)
    show(all().filter((one) => one.id !== entry.id))
  }

  /** The first waiting entry of every record whose turn it is. */
  function ready(): Entry[] {
    const blocked = new Set<string>()
    const mine = userId()
    return all().filter((entry) => {
      if (entry.state === 'done' || blocked.has(entry.record)) return false
      blocked.add(entry.record)
      return entry.state === 'waiting' && entry.userId === mine
    })
  }
  const beforeOn = (entry: Entry) =>
    all().reduce<Entry | undefined>((found, one) => (one.record === entry.record && one.id < entry.id ? one : found), undefined)

  async function stop(entry: Entry, error: ApiError): Promise<void> {
    const { code, zh, en, occurrence, faults } = error
    const stopped = await save({ ...entry, state: 'stopped', stoppedBy: { code, zh, en, occurrence, faults } })
    parts.onSettled?.(stopped)
  }

  /** True when the next may follow, false when the way is blocked for all. */
  async function sendOne(id: string): Promise<boolean> {
    const found = all().find((one) => one.id === id)
    if (found === undefined || found.state !== 'waiting') return true
    if (found.triedAt !== undefined && clock.now() - found.triedAt > repeatableMs) {
      await stop(found, tooOld())
      return true
    }
    const tried = found.triedAt === undefined ? await save({ ...found, triedAt: clock.now() }) : found
    try {
      const answer = await sendEntry(tried, beforeOn(tried), { api, upload, save })
      const latest = all().find((one) => one.id === id) ?? tried
      const done = await save({ ...latest, state: 'done', doneAt: clock.now(), answer })
      // a death in between leaves them to the sweep of the next start
      await Promise.all(done.attachments.map(({ file }) => parts.forget?.(file))).catch(parts.onFault)
      parts.onSettled?.(done)
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.passing || error.signedOut) {
        pauseMs = Math.max(pauseMs, (error.retryAfter ?? 0) * 1000)
        return false
      }
      await stop(all().find((one) => one.id === id) ?? tried, error)
      return true
    }
  }

  async function run(): Promise<void> {
    for (let next = ready(); next.length > 0; next = ready()) {
      for (const { id } of next) {
        state.set({ ...state.get(), sendingId: id })
        const onward = await sendOne(id)
        state.set({ ...state.get(), sendingId: null })
        if (!onward) return later()
      }
    }
    pauseMs = firstPauseMs
    await tidy()
  }

  /** Done entries stay to be shown for a day, and as long as one behind them may carry from them. */
  async function tidy(): Promise<void> {
    const needed = new Set(all().flatMap((entry) => (entry.state === 'done' ? [] : [entry.record])))
    for (const entry of all()) {
      if (entry.state === 'done' && !needed.has(entry.record) && clock.now() - (entry.doneAt ?? 0) > showDoneMs) await drop(entry)
    }
  }

  function later(): void {
    pause?.cancel()
    const mine = createCancel()
    pause = mine
    const wait = pauseMs
    pauseMs = Math.min(longestPauseMs, pauseMs * 2)
    clock.sleep(wait, mine.signal).then(flush, () => undefined)
  }

  function flush(): Promise<void> {
    pause?.cancel()
    pause = null
    if (running !== null) {
      again = true
      return running
    }
    running = run()
      .catch((error: unknown) => {
        parts.onFault?.(error)
        later()
      })
      .finally(() => {
        running = null
        if (!again) return
        again = false
        void flush()
      })
    return running
  }

  return {
    get: state.get,
    subscribe: state.subscribe,
    flush,
    async start() {
      show(await shelf.load())
      lastId = all()[all().length - 1]?.id ?? ''
      await flush()
    },
    async add({ key = createKey(clock.now(), dice), attachments = [], ...rest }) {
      const known = all().find((one) => one.key === key)
      const entry: Entry = known
        ? await sameForm(known, { body: rest.body, attachments })
        : { ...rest, id: nextId(), key, attachments, createdAt: clock.now(), state: 'waiting' }
      if (known === undefined) {
        await shelf.put(entry)
        show([...all(), entry])
      }
      void flush()
      return entry
    },
    async retry(id, body) {
      const entry = all().find((one) => one.id === id)
      if (entry?.state !== 'stopped') return
      const { stoppedBy: _fault, triedAt: _tried, ...rest } = entry
      await save(
        body === undefined
          ? { ...rest, state: 'waiting', triedAt: clock.now() }
          : { ...rest, state: 'waiting', body, key: createKey(clock.now(), dice) },
      )
      await flush()
    },
    async discard(id) {
      const entry = all().find((one) => one.id === id)
      if (entry?.state !== 'stopped') return
      await drop(entry)
      await flush()
    },
  }

  /** Two writes in one millisecond, or a clock set back, must not change the order. */
  function nextId(): string {
    const id = createKey(clock.now(), dice)
    lastId = id > lastId ? id : `${lastId}0`
    return lastId
  }
}

const tooOld = () =>
  new ApiError({
    code: 'outbox.too-old',
    status: 0,
    zh: '这条内容保存太久，无法确认是否已送达，请核对后重新提交',
    en: 'Kept too long to tell whether it arrived; please check and send it again',
  })
