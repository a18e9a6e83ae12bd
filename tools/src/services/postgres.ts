import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findProgram, isRoot } from './packages.ts'
import { must } from './run.ts'
import { type Service, startService } from './service.ts'

/** PostgreSQL refuses to run as root; its package brings a user for it. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (!isRoot()) return undefined
  const [uid, gid] = await Promise.all([must('id', ['-u', 'postgres']), must('id', ['-g', 'postgres'])])
  return { uid: Number(uid), gid: Number(gid) }
}

/** A PostgreSQL of its own, durable as its defaults are. */
export async function startPostgres(folder: string): Promise<Service> {
  const data = join(folder, 'postgres')
  const user = await unprivileged()
  const as = user ? ['--reuid=postgres', '--regid=postgres', '--init-groups'] : []
  const program = (name: string) => findProgram(name) ?? name
  const mustAs = (command: string, args: readonly string[]) => (user ? must('setpriv', [...as, command, ...args]) : must(command, args))
  return startService(
    {
      name: 'postgres',
      command: program('postgres'),
      user,
      url: (port) => `postgres://liren@127.0.0.1:${port}/liren`,
      async prepare() {
        mkdirSync(data, { recursive: true })
        if (user) {
          for (const above of [folder, dirname(folder)]) chmodSync(above, 0o711)
          chownSync(data, user.uid, user.gid)
        }
        await mustAs(program('initdb'), ['-D', data, '-U', 'liren', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'])
      },
      args: ({ port }) => ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data],
      async answers({ port }) {
        const listed = await must(program('psql'), [
          '-h',
          '127.0.0.1',
          '-p',
          String(port),
          '-U',
          'liren',
          '-d',
          'postgres',
          '-Atc',
          databases,
        ])
        if (!listed.includes('liren')) await must(program('createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'liren', 'liren'])
      },
    },
    folder,
  )
}

const databases = 'SELECT datname FROM pg_database'
