import type { Logger } from 'pino'
import type { Audit } from './audit/audit.ts'
import type { Config } from './config.ts'
import type { Keyring } from './crypto/keyring.ts'
import type { CryptoProvider } from './crypto/provider.ts'
import type { Sealer } from './crypto/sealer.ts'
import type { Traffic } from './http/traffic.ts'
import type { Metrics } from './metrics.ts'
import type { Bus, Cache, CityFireApi, Files, GovernmentApi, Lock, RateLimiter, SmsApi, WechatApi } from './ports/ports.ts'
import type { Clock, Ids, Random } from './ports/time.ts'
import type { SearchIndex } from './search/search-index.ts'
import type { Store } from './store/store.ts'
import type { Surface } from './surface.ts'

/** Everything a capability may use of the outside world. Built once in `app.ts`; tests build their own. */
export interface Kernel {
  readonly config: Config
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly log: Logger
  readonly metrics: Metrics
  readonly store: Store
  readonly cache: Cache
  readonly lock: Lock
  readonly bus: Bus
  readonly files: Files
  readonly limiter: RateLimiter
  readonly crypto: CryptoProvider
  /** Seals fields for storage and makes their blind indexes. */
  readonly sealer: Sealer
  readonly keyring: Keyring
  readonly audit: Audit
  /** Full text over records of every kind; opened when it is first used. */
  readonly search: SearchIndex
  readonly wechat: WechatApi
  readonly sms: SmsApi
  readonly government: GovernmentApi
  /** Undefined where the community is not connected to the city's fire platform. */
  readonly cityFire: CityFireApi | undefined
  /** Services that are simulators here; every end says so. */
  readonly simulated: readonly string[]
  /** Undefined where there is no Redis to ask. */
  readonly pingRedis: (() => Promise<void>) | undefined
  /** Everything that is mounted, for those who list or grant it. */
  readonly surface: Surface
  readonly traffic: Traffic
}
