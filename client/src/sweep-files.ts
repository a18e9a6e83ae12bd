import type { Clock } from './kernel/clock.ts'
import type { Storage } from './kernel/storage.ts'
import type { Files } from './platform.ts'

/** A photo that was just taken may not be in its draft yet. */
const youngMs = 3_600_000

/**
 * Remove photos that no draft and no waiting write names any more: of a draft thrown away, or of a write that had
 * arrived when the app was killed. Names are unique, so a text search over what is kept finds every use.
 */
export async function sweepFiles(parts: { files: Files; storage: Storage; clock: Clock }): Promise<void> {
  const { files, storage, clock } = parts
  const old = (await files.list()).filter(({ at }) => clock.now() - at > youngMs)
  if (old.length === 0) return
  const places = [...(await storage.keys('draft/')), ...(await storage.keys('outbox/'))]
  const kept = (await Promise.all(places.map((place) => storage.get(place)))).filter((text) => text !== null)
  const needed = kept.filter((text) => !arrived(text))
  for (const { file } of old) if (!needed.some((text) => text.includes(`"${file}"`))) await files.remove(file)
}

const arrived = (text: string): boolean => (JSON.parse(text) as { state?: unknown }).state === 'done'
