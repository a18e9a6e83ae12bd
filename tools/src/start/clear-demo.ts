/** `npm run demo:clear`: removes everything of the demonstration while the house is stopped. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { capabilities } from '@liren/bff/capabilities/all'
import { clearDemo } from '@liren/bff/capabilities/setup/demo/clear'
import { beginEnd, readEnd, wasSeeded } from '@liren/bff/capabilities/setup/demo/state'
import { recordOperation } from '@liren/bff/kernel/audit/operations'
import { ConfigError, readConfig } from '@liren/bff/kernel/config'
import { databaseUrl, openKernel } from '@liren/bff/kernel/open-kernel'
import * as migrations from '@liren/bff/migrations'
import { clearDemoWords } from '@liren/contract/capabilities/setup'
import { takeFolder } from './checks.ts'
import { printFailure, StartFailure } from './failure.ts'

const usage = `npm run demo:clear -- --confirm "${clearDemoWords[1]}"     （或 --confirm ${clearDemoWords[0]}）

清除演示社区与体验期间产生的一切；保留设置、密钥、字典和审计链。先用 Ctrl-C 停下平台；想留一份就先 npm run backup。
Removes the demo community and everything made while trying it; settings, keys, dictionaries and the audit trail stay.
Stop the house first; npm run backup keeps a copy. The next npm start opens for real and prints the code of /admin/setup.`

type Env = Readonly<Record<string, string | undefined>>

/** Clears the demonstration of this data folder; says how many rows went. */
export async function clearByCommand(argv: readonly string[], env: Env): Promise<number> {
  const [flag, ...words] = argv
  if (flag !== '--confirm' || !clearDemoWords.some((phrase) => phrase === words.join(' '))) throw new ConfigError(usage)
  const config = { ...readConfig({ LIREN_LOG_LEVEL: 'error', ...env }) }
  const file = /^sqlite:(.*)$/.exec(databaseUrl(config))?.[1]
  if (file && !existsSync(file)) throw new ConfigError(`There is no database at ${resolve(file)}; is LIREN_DATA right?`)
  const giveBack = await takeFolder(config.LIREN_DATA)
  try {
    const opened = await openKernel(config, migrations)
    try {
      const { kernel } = opened
      if ((await readEnd(kernel)) !== 'clearing' && !(await wasSeeded(kernel)))
        throw new StartFailure('这里没有可清除的演示数据。', 'There is no demo data here to clear.')
      kernel.surface.mount(capabilities.map((create) => create(kernel)))
      await kernel.store.tx(async (tx) => {
        if (!(await beginEnd(kernel, tx))) return
        await recordOperation(kernel.audit, { kind: 'system', action: 'operation.demo-clear-asked', subject: 'database' }, tx)
      })
      return (await clearDemo(kernel)).rows
    } finally {
      await opened.close()
    }
  } finally {
    await giveBack()
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  clearByCommand(process.argv.slice(2), process.env).then(
    (rows) =>
      console.log(
        `✓ 已清除 ${rows} 行演示数据；npm start 将按正式环境启动 · ${rows} rows of the demonstration are gone; npm start opens for real`,
      ),
    (error: unknown) => {
      if (error instanceof ConfigError) console.error(error.message)
      else printFailure(error, process.env.LIREN_DEBUG === '1')
      process.exitCode = 1
    },
  )
