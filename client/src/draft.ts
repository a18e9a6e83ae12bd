import { type Cancel, createCancel } from './kernel/cancel.ts'
import type { Clock } from './kernel/clock.ts'
import { createKey, type Dice } from './kernel/keys.ts'
import { readJson, type Storage } from './kernel/storage.ts'

/** A form half filled in. Its key is the Idempotency-Key of the submission, from the first keystroke to the last retry. */
export interface Draft<T> {
  readonly key: string
  readonly value: T
  readonly savedAt: number
}

export interface DraftName {
  readonly user: string
  readonly community: string
  readonly form: string
}

export interface DraftHandle<T> {
  /** What an earlier visit left, if it is not too old. Taking it up means keeping its key. */
  restore(): Promise<Draft<T> | null>
  readonly key: string
  /** Take up the restored draft, so that later saves and the submission carry its key. */
  resume(draft: Draft<T>): void
  /** Saved after a second of quiet. */
  change(value: T): void
  /** Saved now: the page hides. Resolves when it is kept. */
  flush(): Promise<void>
  /** Submitted or thrown away; the next form starts with another key. */
  discard(): Promise<void>
}

const quietMs = 1_000
const keepMs = 7 * 24 * 3_600_000

/** Drafts of one form of one person in one community. */
export function openDraft<T>(parts: { storage: Storage; clock: Clock; dice: Dice }, name: DraftName): DraftHandle<T> {
  const { storage, clock, dice } = parts
  const place = `draft/${name.user}/${name.community}/${name.form}`
  let key = createKey(clock.now(), dice)
  let pending: { value: T } | null = null
  let timer: Cancel | null = null
  let last: Promise<void> = Promise.resolve()

  const write = () => {
    timer?.cancel()
    timer = null
    if (pending === null) return last
    const draft: Draft<T> = { key, value: pending.value, savedAt: clock.now() }
    pending = null
    last = last.then(() => storage.set(place, JSON.stringify(draft)))
    return last
  }

  return {
    get key() {
      return key
    },
    async restore() {
      const draft = await readJson<Draft<T>>(storage, place)
      if (draft === null) return null
      if (clock.now() - draft.savedAt <= keepMs) return draft
      await storage.remove(place)
      return null
    },
    resume(draft) {
      key = draft.key
    },
    change(value) {
      pending = { value }
      timer?.cancel()
      const mine = createCancel()
      timer = mine
      clock.sleep(quietMs, mine.signal).then(write, () => undefined)
    },
    flush: write,
    async discard() {
      timer?.cancel()
      timer = null
      pending = null
      key = createKey(clock.now(), dice)
      last = last.then(() => storage.remove(place))
      await last
    },
  }
}

/** Remove what is older than the keeping time, of any form and person. */
export async function sweepDrafts(storage: Storage, clock: Clock): Promise<void> {
  for (const place of await storage.keys('draft/')) {
    const draft = await readJson<Draft<unknown>>(storage, place)
    if (draft === null || clock.now() - draft.savedAt > keepMs) await storage.remove(place)
  }
}
