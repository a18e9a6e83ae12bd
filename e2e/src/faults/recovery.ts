import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Drill } from '@liren/contract/capabilities/backup'
import { backup } from '../../../bff/src/engines/backup/backup.ts'
import { recoveryDrill } from '../../../deploy/src/drill.ts'
import { startServices } from '../../../tools/src/services/services.ts'
import { judge, type Verdict } from './check.ts'
import { startClient } from './clients.ts'
import { openJournal, readJournal } from './journal.ts'
import { openAt, outside, type Settings, setStage, startVictim, tormentedAt } from './stage.ts'

export interface RecoveryOptions {
  readonly clients: number
  /** So many writes are promised before the backup, and as many after it. */
  readonly writes: number
  /** For the negative control: the log that was copied elsewhere is lost as well. */
  readonly withoutLog?: boolean
}

export interface RecoveryResult extends Verdict {
  readonly drill: Drill
  /** Promised after the backup, so found in the log only. */
  readonly afterBackup: number
}

/**
 * Clients write to a house on MariaDB; server and database are killed in the middle and their disks are gone. What is
 * left lies elsewhere: a backup, the log, the keys. The manual's command brings the house back, and the clients go on.
 */
export async function recovery({ clients: count, writes, withoutLog }: RecoveryOptions): Promise<RecoveryResult> {
  const folder = mkdtempSync(join(tmpdir(), 'liren-recovery-'))
  const at = (name: string) => {
    const made = join(folder, name)
    mkdirSync(made)
    return made
  }
  const lost = await startServices({ mariadb: true })
  const fresh = await startServices({ mariadb: true })
  const [database, standbyDatabase] = [lost.running.mariadb, fresh.running.mariadb]
  if (!database || !standbyDatabase) throw new Error('MariaDB is needed here')
  const [data, standby, elsewhere] = [at('house'), at('standby'), at('elsewhere')]
  let settings: Settings = tormentedAt(data, database.url)
  const { opened, token, placeId } = await setStage(settings)
  await opened.close()
  const victim = await startVictim(folder, () => settings)
  const path = join(folder, 'journal')
  const journal = openJournal(path)
  const clients = Array.from({ length: count }, (_, i) => startClient({ origin: victim.url, token, placeId, journal, name: `c${i}` }))
  const promised = () => clients.reduce((sum, client) => sum + client.promised(), 0)
  const promisedUpTo = async (goal: number) => {
    while (promised() < goal) await wait(20)
  }
  try {
    await promisedUpTo(writes)
    const from = await backup({ db: database.url, data, to: at('backups'), now: new Date() })
    const atBackup = promised()
    await promisedUpTo(atBackup + writes)

    await Promise.all([victim.kill(), database.kill()])
    const afterBackup = promised() - atBackup
    cpSync(join(data, 'keys'), join(standby, 'keys'), { recursive: true })
    const disk = join(database.folder, 'mariadb')
    for (const name of readdirSync(disk).filter((name) => name.startsWith('binlog.'))) cpSync(join(disk, name), join(elsewhere, name))
    rmSync(disk, { recursive: true })
    rmSync(data, { recursive: true })

    const target = { db: standbyDatabase.url, data: standby }
    const drill = await recoveryDrill({
      ...{ kind: 'restore', from, now: Date.now },
      ...(withoutLog ? {} : { log: elsewhere, logDatabase: new URL(database.url).pathname.slice(1) }),
      house: { db: database.url, data },
      standby: target,
      env: outside,
    })
    settings = tormentedAt(standby, standbyDatabase.url)
    await victim.restart()
    await promisedUpTo(atBackup + afterBackup + writes)
    await Promise.all(clients.map((client) => client.finish()))
    const again = await openAt(settings)
    try {
      return { ...(await judge(again.kernel.store, readJournal(path))), drill, afterBackup }
    } finally {
      await again.close()
    }
  } finally {
    journal.close()
    await victim.stop()
    await Promise.all([lost.stop(), fresh.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}
