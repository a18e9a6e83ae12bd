import { statfs } from 'node:fs/promises'
import { text } from '@liren/contract'
import type { Kernel } from '../kernel.ts'
import type { Ballast } from './ballast.ts'
import type { Check, HealthState } from './check.ts'

type Parts = Pick<Kernel, 'store' | 'clock' | 'metrics' | 'sealer' | 'ids' | 'pingRedis'>

const megabyte = 1024 * 1024

/** The database answers. */
export const storeCheck = ({ store }: Parts): Check => ({
  name: 'store',
  part: 'data',
  text: text('数据库', 'Database'),
  vital: true,
  async run() {
    await store.ping()
    return { state: 'good', detail: store.flavour }
  },
})

/** What everything here comes down to really works: a transaction is written, committed and read back, a field sealed and opened. */
export const coreCheck = ({ store, clock, sealer }: Parts): Check => ({
  name: 'core',
  part: 'support',
  text: text('核心流程', 'Core flow'),
  vital: true,
  async run() {
    const now = clock.now()
    await store.tx(async (tx) => {
      const updated = await store.run("UPDATE probes SET written_at = ? WHERE id = 'core'", [now], tx)
      if (updated === 0) await store.run("INSERT INTO probes (id, written_at) VALUES ('core', ?)", [now], tx)
    })
    const [row] = await store.rows<{ written_at: number }>("SELECT written_at FROM probes WHERE id = 'core'")
    // Another process may have written after us; nobody may have gone back.
    if (Number(row?.written_at ?? 0) < now) throw new Error('what was written could not be read back')
    const place = { table: 'probes', column: 'core', row: 'core' }
    if (sealer.open(sealer.seal(String(now), place), place) !== String(now)) throw new Error('a sealed value did not open')
    return { state: 'good', detail: '' }
  },
})

/** Room on the disk. Nearly none left: the ballast is let go, and nobody is sent here any more. */
export const diskCheck = (folder: string, ballast?: Ballast, free = freeBytes): Check => ({
  name: 'disk',
  part: 'data',
  text: text('磁盘空间', 'Disk space'),
  vital: true,
  async run() {
    const left = await free(folder)
    const state: HealthState = left < 128 * megabyte ? 'bad' : left < 1024 * megabyte ? 'degraded' : 'good'
    if (state === 'bad') await ballast?.release()
    else if (state === 'good') await ballast?.keep()
    return { state, detail: `${Math.floor(left / megabyte)} MB` }
  },
})

export async function freeBytes(folder: string): Promise<number> {
  const disk = await statfs(folder)
  return disk.bavail * disk.bsize
}

/** Work that waits. Old events and jobs mean that the worker is away or cannot keep up; requests are answered all the same. */
export const queueCheck = ({ store, clock, metrics }: Parts): Check => ({
  name: 'queue',
  part: 'support',
  text: text('后台队列', 'Background queue'),
  vital: false,
  async run() {
    const now = clock.now()
    const one = async (sql: string, params: (string | number)[] = []) =>
      Number((await store.rows<{ value: number | null }>(sql, params))[0]?.value ?? 0)
    const oldest = await one("SELECT MIN(created_at) AS value FROM outbox WHERE state = 'new'")
    const due = await one("SELECT MIN(run_at) AS value FROM jobs WHERE state = 'waiting' AND run_at <= ?", [now])
    const dead = await one("SELECT COUNT(*) AS value FROM outbox WHERE state = 'dead'")
    const lag = oldest === 0 ? 0 : Math.max(0, now - oldest) / 1000
    const jobLag = due === 0 ? 0 : Math.max(0, now - due) / 1000
    metrics.outboxLag.set(lag)
    metrics.jobLag.set(jobLag)
    metrics.outboxDead.set(dead)
    const worst = Math.max(lag, jobLag)
    const state: HealthState = worst > 900 ? 'bad' : worst > 60 || dead > 0 ? 'degraded' : 'good'
    return { state, detail: `${Math.round(lag)} s, ${Math.round(jobLag)} s, ${dead} dead` }
  },
})

/** Without Redis the house goes on, each process for itself. */
export const redisCheck = (ping: () => Promise<void>): Check => ({
  name: 'redis',
  part: 'support',
  text: text('Redis 缓存', 'Redis'),
  vital: false,
  async run() {
    try {
      await ping()
      return { state: 'good', detail: '' }
    } catch (error) {
      return { state: 'degraded', detail: String((error as Error).message) }
    }
  },
})

/** Keys to seal with and to open what was sealed. */
export const keyringCheck = ({ keyring }: Pick<Kernel, 'keyring'>): Check => ({
  name: 'keyring',
  part: 'support',
  text: text('密钥', 'Keys'),
  vital: true,
  async run() {
    const version = keyring.currentVersion('seal')
    keyring.secret('seal', version, 'health')
    return { state: 'good', detail: `v${version}` }
  },
})

/** Uploads can be kept and given back. */
export const filesCheck = ({ files, clock }: Pick<Kernel, 'files' | 'clock'>): Check => ({
  name: 'files',
  part: 'support',
  text: text('文件存储', 'File store'),
  vital: false,
  async run() {
    const said = String(clock.now())
    await files.put(filesProbe, Buffer.from(said), 'text/plain')
    const kept = await files.open(filesProbe)
    if (!kept) throw new Error('what was kept is not there')
    kept.stream.destroy()
    return { state: kept.size === said.length ? 'good' : 'bad', detail: '' }
  },
})
const filesProbe = 'health/probe'

/** The index answers; one that is being written finds what it has. */
export const searchCheck = ({ search }: Pick<Kernel, 'search'>): Check => ({
  name: 'search',
  part: 'data',
  text: text('全文检索', 'Search'),
  vital: false,
  async run() {
    const isWhole = (await search.note('whole')) === 'yes'
    return { state: 'good', detail: isWhole ? '' : '索引尚未建全 · the index is not whole yet' }
  },
})
