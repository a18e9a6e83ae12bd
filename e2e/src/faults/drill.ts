import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import * as migrations from '../../../bff/migrations/index.ts'
import { createHouse } from '../../../bff/src/app.ts'
import { readConfig } from '../../../bff/src/kernel/config.ts'
import { type FailpointName, failpointNames } from '../../../bff/src/kernel/failpoint.ts'
import { accountById } from '../../../bff/src/kernel/identity/accounts.ts'
import { openSession } from '../../../bff/src/kernel/identity/sessions.ts'
import { openKernel } from '../../../bff/src/kernel/open-kernel.ts'
import { makePerson, makePlace } from '../../../bff/test/village.ts'
import { type Service, startService } from '../../../tools/src/services/service.ts'
import { judge, type Verdict } from './check.ts'
import { startClient } from './clients.ts'
import { openJournal, readJournal } from './journal.ts'

const main = fileURLToPath(new URL('../../../bff/src/main.ts', import.meta.url))
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
}

export interface DrillResult extends Verdict {
  readonly kills: number
  readonly failpoints: number
}

/** Clients write while the house dies and comes back; afterwards what they were promised is compared with what is there. */
export async function drill(options: DrillOptions): Promise<DrillResult> {
  const folder = mkdtempSync(join(tmpdir(), 'liren-drill-'))
  const base = {
    LIREN_DATA: folder,
    LIREN_LOG_LEVEL: 'error',
    LIREN_RATE_FACTOR: '1000',
    LIREN_PASSWORD_ROUNDS: '1000',
    ...(options.databaseUrl ? { LIREN_DB_URL: options.databaseUrl } : {}),
  }
  const opened = await openKernel(readConfig(base, 'test'), migrations)
  createHouse(opened.kernel)
  const estate = await makePlace(opened.kernel, 'estate', 'drill', '演练小区')
  const house = await makePlace(opened.kernel, 'house', '101', '101', estate)
  const userId = await makePerson(opened.kernel, '演练住户', { house })
  const user = await accountById(opened.kernel, userId)
  if (!user) throw new Error('the drill has no resident')
  const arrival = { client: 'bearer', device: 'drill', ip: '127.0.0.1', method: 'demo', end: 'resident' } as const
  const { token } = await opened.kernel.store.tx((tx) => openSession(opened.kernel, user, arrival, tx))

  let failpoint = ''
  const victim = await startService(
    {
      name: 'bff',
      command: 'env',
      url: (port) => `http://127.0.0.1:${port}`,
      args: ({ port }) => [
        // what the test runner tells its own processes is no setting of the house
        ...Object.keys(process.env).flatMap((name) => (name.startsWith('LIREN_') ? ['-u', name] : [])),
        ...Object.entries({ ...base, LIREN_PORT: String(port), LIREN_FAILPOINTS: failpoint }).map(([name, value]) => `${name}=${value}`),
        process.execPath,
        '--import',
        'tsx',
        main,
      ],
      answers: async ({ port }) => {
        const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2000) })
        if (!response.ok) throw new Error('not ready')
      },
    },
    folder,
  )
  process.chdir(root)
  const path = join(folder, 'journal')
  const journal = openJournal(path)
  const clients = Array.from({ length: options.clients }, (_, i) =>
    startClient({
      origin: victim.url,
      token,
      placeId: house.id,
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
        await wait(randomInt(200, 900))
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
