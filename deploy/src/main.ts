import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { backup } from '@liren/bff/engines/backup/backup'
import { readManifest, restore, verify } from '@liren/bff/engines/backup/restore'
import { readConfig } from '@liren/bff/kernel/config'
import { recoveryDrill } from './drill.ts'

const help = `npm run backup  -- --to <folder> [--key-file <file>]        saves database and data folder while the house is open
                   [--since <full backup>]                  only what is not as it was then; both are needed to restore
npm run restore -- --from <backup> [--key-file <file>]      into an empty database and an empty data folder
                   [--log <folder>] [--log-database <name>] and what the log of the lost MariaDB holds after it
npm run backup:verify -- --from <backup>                    looks whether a backup is whole
npm run backup:drill -- --from <backup> --into <folder>     restores beside the house, opens it, and keeps in its record how long that took
                   [--into-db <url>] [--kind off-site]      other options as for restore; fails above the limit of its kind

Database and data folder are those of LIREN_DB_URL and LIREN_DATA. A key file holds 64 hexadecimal digits;
keep it and LIREN_DATA/keys apart from the backups: without them nothing can be read.`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      from: { type: 'string' },
      since: { type: 'string' },
      'key-file': { type: 'string' },
      log: { type: 'string' },
      'log-database': { type: 'string' },
      into: { type: 'string' },
      'into-db': { type: 'string' },
      kind: { type: 'string', default: 'restore' },
      help: { type: 'boolean' },
    },
  })
  const [word] = positionals
  const config = readConfig(process.env)
  const house = {
    db: config.LIREN_DB_URL || `sqlite:${join(config.LIREN_DATA, 'liren.db')}`,
    data: config.LIREN_DATA,
    keyFile: values['key-file'],
  }
  if (word === 'backup' && values.to) {
    const folder = await backup({ ...house, to: values.to, since: values.since, now: new Date() })
    const rows = Object.values(readManifest(folder).tables).reduce((sum, table) => sum + table.rows, 0)
    console.log(`✓ 已备份 · saved ${rows} rows: ${folder}`)
  } else if (word === 'restore' && values.from) {
    const { tables, rows } = await restore({ ...house, from: values.from, log: values.log, logDatabase: values['log-database'] })
    console.log(`✓ 已恢复，与备份逐行一致 · restored, ${rows} rows of ${tables} tables are the ones that were saved`)
  } else if (word === 'drill' && values.from && values.into && (values.kind === 'restore' || values.kind === 'off-site')) {
    const { kind, from, log, into: data, 'log-database': logDatabase, 'into-db': db = `sqlite:${join(data, 'liren.db')}` } = values
    const drill = await recoveryDrill({
      ...{ kind, from, log, logDatabase, keyFile: house.keyFile },
      house: { db: house.db, data: house.data },
      standby: { db, data },
      env: process.env,
      now: Date.now,
    })
    const took = drill.minutes === null ? '' : ` · ${drill.minutes} min of ${drill.limitMinutes}`
    if (drill.result !== 'within') throw new Error(`${drill.findings}${took}; recorded as ${drill.result}.`)
    console.log(`✓ ${drill.findings}${took}`)
  } else if (word === 'verify' && values.from) {
    const faults = await verify(values.from)
    if (faults.length > 0) throw new Error(`The backup is damaged: ${faults.join('; ')}.`)
    console.log('✓ 备份完整 · the backup is whole')
  } else {
    console.log(help)
    if (!values.help) process.exitCode = 2
  }
}

main().catch((error: Error) => {
  console.error(`✗ ${error.message}`)
  process.exitCode = 1
})
