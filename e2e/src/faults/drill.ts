import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type FailpointName, failpointNames } from '../../../bff/src/kernel/failpoint.ts'
import type { Service } from '../../../tools/src/services/service.ts'
import { judge, type Verdict } from './check.ts'
import { startClient } from './clients.ts'
import { openJournal, readJournal } from './journal.ts'
import { setStage, startVictim, tormentedAt } from './stage.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface DrillOptions {
  readonly kills: number
  readonly clients: number
  /** SQLite in a temporary folder unless said. */
  readonly databaseUrl?: string
  /** The database server; when given, every third kill hits it. */
  readonly database?: Service
  /** Where the process is to die by itself; otherwise it is killed at a random moment. */
  readonly failpoints?: readonly FailpointName[]
  readonly freshKeys?: boolean
  /** Told after every kill; a long run shows that it goes on. */
  readonly onKill?: (kills: number, promised: number) => void
}

export interface DrillResult extends Verdict {
  readonly kills: number
  readonly failpoints: number
}

/** Clients write while the house dies and comes back; afterwards what they were promised is compared with what is there. */
export async function drill(options: DrillOptions): Promise<DrillResult> {
  const folder = mkdtempSync(join(tmpdir(), 'liren-drill-'))
  const base = tormentedAt(folder, options.databaseUrl)
  const { opened, token, placeId } = await setStage(base)
  let failpoint = ''
  const victim = await startVictim(folder, () => ({ ...base, LIREN_FAILPOINTS: failpoint }))
  process.chdir(root)
  const path = join(folder, 'journal')
  const journal = openJournal(path)
  const clients = Array.from({ length: options.clients }, (_, i) =>
    startClient({
      origin: victim.url,
      token,
      placeId,
      journal,
      name: `c${i}`,
      ...(options.freshKeys ? { freshKeys: true } : {}),
    }),
  )
  const points = options.failpoints ?? []
  try {
    for (let kill = 0; kill < options.kills; kill++) {
      const point = points[kill % Math.max(1, points.length)]
      if (options.database && kill % 3 === 2) {
        // the server has just come back: what it still does at its start meets the outage as well
        await wait(randomInt(0, 400))
        await options.database.kill()
        await options.database.restart()
      } else if (point !== undefined) {
        // restarted with a mine at this place, it dies by itself at one of its next passages
        failpoint = `${point}=exit@${randomInt(2, 12)}`
        await victim.kill()
        await victim.restart().catch(() => {})
        await diesByItself(victim)
        failpoint = ''
        await victim.restart()
      } else {
        await wait(randomInt(200, 900))
        await victim.kill()
        await victim.restart()
      }
      options.onKill?.(
        kill + 1,
        clients.reduce((sum, client) => sum + client.promised(), 0),
      )
    }
    await wait(500)
    await Promise.all(clients.map((client) => client.finish()))
    return { ...(await judge(opened.kernel.store, readJournal(path))), kills: options.kills, failpoints: new Set(points).size }
  } finally {
    journal.close()
    await victim.stop()
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Until its mine goes off, or long enough that it never will. */
async function diesByItself(victim: Service): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 50) {
    try {
      process.kill(victim.pid, 0)
      await fetch(`${victim.url}/healthz`, { signal: AbortSignal.timeout(1000) })
    } catch {
      return
    }
    await wait(50)
  }
}

export const everyFailpoint: readonly FailpointName[] = failpointNames
