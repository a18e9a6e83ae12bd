import { join } from 'node:path'
import { findProgram, isRoot } from './packages.ts'
import { must } from './run.ts'
import { type Service, startService } from './service.ts'

// each server by itself, so that one may follow another
const made = 'SET SESSION sql_log_bin = 0; CREATE DATABASE IF NOT EXISTS liren'
const socket = (folder: string) => join(folder, 'mariadb.sock')

/** A MariaDB of its own with the durability that production must have: every commit reaches data and binlog. */
export function startMariadb(folder: string, more: readonly string[] = []): Promise<Service> {
  const data = join(folder, 'mariadb')
  const asRoot = isRoot() ? ['--user=root'] : []
  // two that are made at the same time would meet in the common folder for temporary files
  const apart = `--tmpdir=${folder}`
  return startService(
    {
      name: 'mariadb',
      command: findProgram('mariadbd', 'mysqld') ?? 'mariadbd',
      url: (port) => `mysql://root@127.0.0.1:${port}/liren`,
      async prepare() {
        const install = findProgram('mariadb-install-db', 'mysql_install_db') ?? 'mariadb-install-db'
        const fresh = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-log-bin']
        await must(install, ['--no-defaults', `--datadir=${data}`, apart, ...fresh, ...asRoot])
      },
      args: ({ port }) => [
        '--no-defaults',
        ...asRoot,
        `--datadir=${data}`,
        apart,
        `--socket=${socket(folder)}`,
        `--pid-file=${join(folder, 'mariadb.pid')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--character-set-server=utf8mb4',
        '--innodb-buffer-pool-size=256M',
        '--innodb-flush-log-at-trx-commit=1',
        `--log-bin=${join(data, 'binlog')}`,
        '--server-id=1',
        '--binlog-format=ROW',
        '--sync-binlog=1',
        '--skip-name-resolve',
        ...more,
      ],
      async answers() {
        const client = findProgram('mariadb', 'mysql') ?? 'mariadb'
        await must(client, ['--no-defaults', '-uroot', `--socket=${socket(folder)}`, '-e', made])
      },
    },
    folder,
  )
}
