import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepare } from './prepare.ts'
import { type ServedApp, serve } from './serve.ts'

/** What `npm run build -w miniapp` leaves. */
export const builtWeapp = fileURLToPath(new URL('../../../miniapp/dist/weapp', import.meta.url))

export interface RunningWeapp extends ServedApp {
  readonly problems: readonly string[]
  readonly pages: readonly string[]
}

/** Serves the built mini-program as a phone would run it, talking to this house. */
export async function startWeapp(house: { readonly url: string }): Promise<RunningWeapp> {
  const folder = mkdtempSync(join(tmpdir(), 'liren-weapp-'))
  const { problems, pages } = await prepare(builtWeapp, folder)
  const served = await serve({ folder, assets: builtWeapp, backend: house.url })
  return {
    ...served,
    problems,
    pages,
    async close() {
      await served.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
