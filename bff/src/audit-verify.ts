import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type KeptCheckpoint, verifyAudit } from './kernel/audit/verify.ts'
import { fileWitness } from './kernel/audit/witness.ts'
import { ConfigError, readConfig } from './kernel/config.ts'
import { createCryptoProvider } from './kernel/crypto/create.ts'
import { kekFrom } from './kernel/crypto/kek.ts'
import { openKeyring } from './kernel/crypto/keyring.ts'
import { CryptoError } from './kernel/crypto/provider.ts'
import { databaseUrl } from './kernel/open-kernel.ts'
import { systemClock as clock, createIds, systemRandom as random } from './kernel/ports/system.ts'
import { openStore } from './kernel/store/open.ts'
import { StoreError } from './kernel/store/store-error.ts'

const usage = `npm run audit:verify [-- --kept <file>] [--witness <folder>] [--json]

Walks the whole audit trail and compares it with every signed checkpoint: those of the database, those of the
second place (LIREN_DATA/audit-checkpoints, or the folder given) and those somebody kept (--kept, JSON lines with
text and signature). Reads only. Exit code 0: sound. 1: broken, the entries are named. 2: could not be verified.`

interface Options {
  readonly kept: readonly KeptCheckpoint[]
  readonly witness: string | undefined
  readonly json: boolean
}

function parse(argv: readonly string[]): Options {
  const rest = [...argv]
  let [kept, witness, json]: [KeptCheckpoint[], string | undefined, boolean] = [[], undefined, false]
  while (rest.length > 0) {
    const word = rest.shift()
    if (word === '--json') json = true
    else if (word === '--witness' && rest[0]) witness = rest.shift()
    else if (word === '--kept' && rest[0]) kept = readKept(rest.shift() as string)
    else throw new ConfigError(`${word === '--help' ? '' : `${word} is not understood.\n\n`}${usage}`)
  }
  return { kept, witness, json }
}

function readKept(path: string): KeptCheckpoint[] {
  if (!existsSync(path)) throw new ConfigError(`${path} is not there`)
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as KeptCheckpoint)
}

async function main(): Promise<number> {
  const options = parse(process.argv.slice(2))
  const config = readConfig(process.env)
  const url = databaseUrl(config)
  const file = /^sqlite:(.*)$/.exec(url)?.[1]
  if (file && !existsSync(file)) throw new ConfigError(`There is no database at ${file}; is LIREN_DATA right?`)
  const store = await openStore(url, { random, allowWeak: true })
  try {
    const crypto = createCryptoProvider()
    const keyring = await openKeyring({ store, crypto, clock, random, ids: createIds(clock, random), kek: kekFrom(config), readOnly: true })
    const witness = fileWitness(options.witness ?? join(config.LIREN_DATA, 'audit-checkpoints'))
    const report = await verifyAudit({ store, crypto, keyring, witness }, { kept: options.kept })
    if (options.json) {
      console.log(JSON.stringify(report, null, 2))
    } else {
      for (const { class: kind, seq, entryId, detail } of report.findings)
        console.log(
          `${kind.padEnd(12)} ${seq === null ? 'without number' : `number ${seq}`}${entryId ? `, entry ${entryId}` : ''}: ${detail}`,
        )
      const counted = `${report.entries} entries, ${report.checkpoints} signed statements, ${report.waiting} waiting for their number`
      console.log(
        report.ok ? `The audit trail is sound: ${counted}.` : `The audit trail is BROKEN in ${report.findings.length} places: ${counted}.`,
      )
    }
    return report.ok ? 0 : 1
  } finally {
    await store.close()
  }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const known = error instanceof ConfigError || error instanceof CryptoError || error instanceof StoreError
    console.error(known ? (error as Error).message : error)
    process.exitCode = 2
  },
)
