import { output } from '@liren/bff/engines/backup/program'

const ask = async (url: URL, sql: string): Promise<string> =>
  (
    await output('mariadb', [
      '--no-defaults',
      `--host=${url.hostname}`,
      `--port=${url.port}`,
      `--user=${url.username}`,
      '--protocol=tcp',
      '-N',
      '-B',
      '-e',
      sql,
    ])
  ).trim()

/** Makes the database that a test names. */
export async function createDatabase(db: string): Promise<void> {
  const url = new URL(db)
  await ask(url, `CREATE DATABASE \`${url.pathname.slice(1)}\` CHARACTER SET utf8mb4`)
}

/** Where the server of a test keeps its log; closed, so that everything is in the files. */
export async function logFolder(db: string): Promise<string> {
  const url = new URL(db)
  await ask(url, 'FLUSH BINARY LOGS')
  return ask(url, 'SELECT @@datadir')
}
