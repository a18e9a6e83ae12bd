import { fileURLToPath } from 'node:url'
import * as migrations from '../../../bff/migrations/index.ts'
import { createHouse } from '../../../bff/src/app.ts'
import { readConfig } from '../../../bff/src/kernel/config.ts'
import { accountById } from '../../../bff/src/kernel/identity/accounts.ts'
import { openSession } from '../../../bff/src/kernel/identity/sessions.ts'
import { type OpenedKernel, openKernel } from '../../../bff/src/kernel/open-kernel.ts'
import { makePerson, makePlace } from '../../../bff/test/village.ts'
import { type Service, startService } from '../../../tools/src/services/service.ts'

const main = fileURLToPath(new URL('../../../bff/src/main.ts', import.meta.url))

/** What the test runner tells its own processes is no setting of a house. */
export const outside = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LIREN_')))

export type Settings = Readonly<Record<string, string>>

/** Settings under which a house is tormented; without a database of its own it keeps a file in the folder. */
export const tormentedAt = (data: string, databaseUrl?: string): Settings => ({
  LIREN_DATA: data,
  LIREN_LOG_LEVEL: 'error',
  LIREN_RATE_FACTOR: '1000',
  LIREN_PASSWORD_ROUNDS: '1000',
  ...(databaseUrl ? { LIREN_DB_URL: databaseUrl } : {}),
})

export interface Stage {
  readonly opened: OpenedKernel
  /** A resident who is signed in, and the house where things break. */
  readonly token: string
  readonly placeId: string
}

export const openAt = (settings: Settings): Promise<OpenedKernel> => openKernel(readConfig(settings, 'test'), migrations)

export async function setStage(settings: Settings): Promise<Stage> {
  const opened = await openAt(settings)
  createHouse(opened.kernel)
  const estate = await makePlace(opened.kernel, 'estate', 'drill', '演练小区')
  const house = await makePlace(opened.kernel, 'house', '101', '101', estate)
  const userId = await makePerson(opened.kernel, '演练住户', { house })
  const user = await accountById(opened.kernel, userId)
  if (!user) throw new Error('the drill has no resident')
  const arrival = { client: 'bearer', device: 'drill', ip: '127.0.0.1', method: 'demo', end: 'resident' } as const
  const { token } = await opened.kernel.store.tx((tx) => openSession(opened.kernel, user, arrival, tx))
  return { opened, token, placeId: house.id }
}

/** The server that is killed and started again, each time under the settings of that moment. */
export function startVictim(folder: string, settings: () => Settings): Promise<Service> {
  return startService(
    {
      name: 'bff',
      command: 'env',
      url: (port) => `http://127.0.0.1:${port}`,
      args: ({ port }) => [
        // what the test runner tells its own processes is no setting of the house
        ...Object.keys(process.env).flatMap((name) => (name.startsWith('LIREN_') ? ['-u', name] : [])),
        ...Object.entries({ ...settings(), LIREN_PORT: String(port) }).map(([name, value]) => `${name}=${value}`),
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
}
