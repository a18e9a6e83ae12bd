import { existsSync } from 'node:fs'
import { createAudit } from './kernel/audit/create-audit.ts'
import { recordOperation } from './kernel/audit/operations.ts'
import { ConfigError, readConfig } from './kernel/config.ts'
import { createCryptoProvider } from './kernel/crypto/create.ts'
import { kekFrom } from './kernel/crypto/kek.ts'
import { changeKek, openKeyring } from './kernel/crypto/keyring.ts'
import { CryptoError } from './kernel/crypto/provider.ts'
import { databaseUrl } from './kernel/open-kernel.ts'
import { systemClock as clock, createIds, systemRandom as random } from './kernel/ports/system.ts'
import { openStore } from './kernel/store/open.ts'
import { StoreError } from './kernel/store/store-error.ts'

/** `npm run keys:change`: replaces the key of keys while the house is stopped. Sealed values stay as they are. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const url = databaseUrl(config)
  const file = /^sqlite:(.*)$/.exec(url)?.[1]
  if (file && !existsSync(file)) throw new ConfigError(`There is no database at ${file}; is LIREN_DATA right?`)
  const store = await openStore(url, { random })
  try {
    const crypto = createCryptoProvider()
    const kek = kekFrom(config)
    const id = await changeKek({ store, crypto, random, kek })
    const ids = createIds(clock, random)
    const keyring = await openKeyring({ store, crypto, clock, random, ids, kek, readOnly: true })
    const audit = createAudit({ store, clock, ids, crypto, keyring })
    await recordOperation(audit, { kind: 'system', action: 'operation.key-changed', subject: 'key', subjectId: id })
    console.log(`${kek.where} holds a new key (${id}). Back it up apart from the database; the old one opens nothing any more.`)
  } finally {
    await store.close()
  }
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError || error instanceof CryptoError || error instanceof StoreError
  console.error(known ? (error as Error).message : error)
  process.exitCode = 1
})
