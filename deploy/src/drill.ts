import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { keepDrill } from '@liren/bff/capabilities/backup/drills'
import { databaseOf } from '@liren/bff/engines/backup/database'
import { type RestoreOptions, restore } from '@liren/bff/engines/backup/restore'
import { readConfig } from '@liren/bff/kernel/config'
import { openKernel } from '@liren/bff/kernel/open-kernel'
import * as migrations from '@liren/bff/migrations'
import type { Drill } from '@liren/contract/capabilities/backup'
import { freePort } from '../../tools/src/services/service.ts'

export interface Place {
  readonly db: string
  readonly data: string
}

export interface DrillOptions extends Pick<RestoreOptions, 'from' | 'keyFile' | 'log' | 'logDatabase'> {
  readonly kind: 'restore' | 'off-site'
  /** An empty database, and a folder with nothing but keys. */
  readonly standby: Place
  /** Whose record this goes into while its database answers; else the one that was brought back keeps it. */
  readonly house: Place
  /** Settings of both besides their database and folder. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => number
}

const main = fileURLToPath(new URL('../../bff/src/main.ts', import.meta.url))
const patienceMs = 120_000

/** Brings a backup back as the manual says, opens it, and keeps in the record how long that took from the command on. */
export async function recoveryDrill(options: DrillOptions): Promise<Drill> {
  const { kind, standby, env, now } = options
  const commandAt = now()
  let readyAt: number | null = null
  let findings: string
  try {
    const { tables, rows } = await restore({ ...options, ...standby })
    await opensAt(standby, env)
    readyAt = now()
    findings = `恢复 ${tables} 张表 ${rows} 行，与备份逐行一致；服务已应答`
  } catch (error) {
    findings = (error as Error).message
  }
  const keeper = (await answers(options.house)) ? options.house : standby
  const opened = await openKernel(readConfig(settingsAt(keeper, env)), migrations)
  try {
    const backupName = options.from.split('/').at(-1) ?? options.from
    return await keepDrill(opened.kernel, { kind, how: 'script', commandAt, readyAt, backupName, findings: findings.slice(0, 500) })
  } finally {
    await opened.close()
  }
}

const answers = ({ db }: Place): Promise<boolean> =>
  databaseOf(db)
    .isEmpty()
    .then(
      (empty) => !empty,
      () => false,
    )

/** No work in the background and no cache of others: what is brought back for a drill tells nobody anything a second time. */
const settingsAt = ({ db, data }: Place, env: DrillOptions['env']): NodeJS.ProcessEnv => ({
  ...env,
  LIREN_DB_URL: db,
  LIREN_DATA: data,
  LIREN_WORKER: 'separate',
  LIREN_REDIS_URL: '',
  LIREN_LOG_LEVEL: 'error',
})

/** Starts the server there, waits until it says that requests may be sent to it, and ends it. */
async function opensAt(place: Place, env: DrillOptions['env']): Promise<void> {
  const child = fork(main, [], {
    execArgv: ['--import', 'tsx'],
    env: { ...settingsAt(place, env), LIREN_PORT: String(await freePort()) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  try {
    const [told] = await Promise.race([
      once(child, 'message'),
      gone.then(([code]) => Promise.reject(new Error(`The server ended with code ${code} before it was ready.`))),
      wait(patienceMs, undefined, { ref: false }).then(() => Promise.reject(new Error('The server did not become ready.'))),
    ])
    const response = await fetch(`http://127.0.0.1:${(told as { port: number }).port}/readyz`)
    if (!response.ok) throw new Error(`The server answers ${response.status}.`)
  } finally {
    child.kill('SIGTERM')
    await gone
  }
}
