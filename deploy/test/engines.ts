import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '@liren/bff/kernel/config'
import { type OpenedKernel, openKernel } from '@liren/bff/kernel/open-kernel'
import * as migrations from '@liren/bff/migrations'

const folders: string[] = []
export const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'liren-backup-'))
  folders.push(made)
  return made
}
export const forgetFolders = (): void => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
}

export const openHouse = (data: string, db: string): Promise<OpenedKernel> =>
  openKernel(readConfig({ LIREN_DATA: data, LIREN_DB_URL: db, LIREN_LOG_LEVEL: 'silent', LIREN_DB_ALLOW_WEAK: 'on' }, 'test'), migrations)

/** Databases to try on: a file always, a MariaDB where there is one. Each call names one that nobody used. */
const server = process.env.LIREN_TEST_DB_URL
let named = 0
const onServer = (url: string) => {
  const made = new URL(url)
  made.pathname = `/liren_backup_${process.pid}_${++named}`
  return made.toString()
}
export const engines: readonly (readonly [string, (data: string) => string])[] = [
  ['SQLite', (data) => `sqlite:${join(data, 'liren.db')}`],
  ...(server ? [['MariaDB (mysql)', () => onServer(server)] as const] : []),
]

/** What the test runner tells its own processes is no setting of a house. */
export const outside = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LIREN_')))
