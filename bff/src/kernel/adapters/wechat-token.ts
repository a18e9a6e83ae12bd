import type { Cache, Lock } from '../ports/ports.ts'
import type { Clock } from '../ports/time.ts'

interface TokenDeps {
  readonly cache: Cache
  readonly lock: Lock
  readonly clock: Clock
  /** Asks WeChat's stable_token; `force` throws the present token away there. */
  readonly ask: (force: boolean) => Promise<{ token: string; expiresIn: number }>
}

export interface TokenSource {
  get(): Promise<string>
  /** The token was refused: forget it and get another one. */
  renew(refused: string): Promise<string>
}

// WeChat keeps the old token alive for five minutes after it hands out the next one.
const marginSeconds = 300

/** The access token that all processes share; only one of them at a time asks for a new one. */
export function createTokenSource(appId: string, deps: TokenDeps): TokenSource {
  const { cache, lock, clock } = deps
  const key = `wechat:token:${appId}`

  const read = async (): Promise<string | undefined> => {
    const entry = await cache.get(key)
    if (!entry) return undefined
    const { token, expiresAt } = JSON.parse(entry.value) as { token: string; expiresAt: number }
    return expiresAt > clock.now() ? token : undefined
  }

  const fetchNew = async (force: boolean): Promise<string> => {
    const { token, expiresIn } = await deps.ask(force)
    const seconds = Math.max(expiresIn - marginSeconds, 1)
    const value = JSON.stringify({ token, expiresAt: clock.now() + seconds * 1000 })
    await cache.set(key, { value, storedAt: clock.now(), tags: [] }, seconds)
    return token
  }

  const obtain = async (refused?: string): Promise<string> => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const known = await read()
      if (known !== undefined && known !== refused) return known
      const fresh = await lock.tryWith(key, 10_000, async () => {
        const meanwhile = await read()
        if (meanwhile !== undefined && meanwhile !== refused) return meanwhile
        const token = await fetchNew(false)
        // WeChat still believes in the refused token, so it has to be told.
        return token === refused ? fetchNew(true) : token
      })
      if (fresh !== undefined) return fresh
      await clock.sleep(100)
    }
    // The holder of the lock is stuck; asking for the stable token twice does no harm.
    return fetchNew(false)
  }

  return { get: () => obtain(), renew: (refused) => obtain(refused) }
}
