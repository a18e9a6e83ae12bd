import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../../kernel/config.ts'
import { kekFile } from '../../kernel/crypto/kek.ts'
import { databaseUrl } from '../../kernel/open-kernel.ts'

/** Where backups go, and the key that seals them. */
export interface Where {
  readonly db: string
  readonly data: string
  readonly folder: string
  readonly copyFolder: string | null
  readonly keyFile: string
}

export function whereOf(config: Config): Where {
  const data = resolve(config.LIREN_DATA)
  return {
    db: databaseUrl(config),
    data,
    folder: resolve(config.LIREN_BACKUP_FOLDER || join(data, 'backups')),
    copyFolder: config.LIREN_BACKUP_COPY === '' ? null : resolve(config.LIREN_BACKUP_COPY),
    keyFile: resolve(config.LIREN_BACKUP_KEY_FILE || join(data, 'keys', 'backup.key')),
  }
}

/** What the house makes itself is always sealed; the first time it makes the key as well. */
export function assureKey({ keyFile }: Where): void {
  const key = kekFile(keyFile)
  if (!key.read()) key.create()
}

export type Warning = 'same-disk' | 'no-copy' | 'files-elsewhere'

export function warningsOf(config: Config, where: Where): Warning[] {
  const disk = (folder: string) => (existsSync(folder) ? statSync(folder).dev : undefined)
  // Before the first backup its folder is not there yet; then it is where the nearest folder above is.
  const own = disk(where.folder) ?? disk(join(where.folder, '..'))
  return [
    ...(own === disk(where.data) ? (['same-disk'] as const) : []),
    ...(where.copyFolder === null ? (['no-copy'] as const) : []),
    ...(config.LIREN_FILES_URL === '' ? [] : (['files-elsewhere'] as const)),
  ]
}

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)

/** What is typed on another machine, with the key from the safe, into an empty folder. */
export const restoreCommand = (where: Where, name: string): string =>
  `LIREN_DATA=<empty folder> npm run restore -- --from ${quoted(join(where.folder, name))} --key-file ${quoted(where.keyFile)}`
