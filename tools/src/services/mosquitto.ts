import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { findProgram, isRoot } from './packages.ts'
import { type Service, startService } from './service.ts'

/** A broker of its own. It keeps sessions on disk at every change: by default a crash forgets them all. */
export function startMosquitto(folder: string): Promise<Service> {
  const data = join(folder, 'mosquitto')
  const config = join(folder, 'mosquitto.conf')
  return startService(
    {
      name: 'mosquitto',
      command: findProgram('mosquitto') ?? 'mosquitto',
      url: (port) => `mqtt://127.0.0.1:${port}`,
      async prepare({ port }) {
        mkdirSync(data, { recursive: true })
        const lines = [
          `listener ${port} 127.0.0.1`,
          'allow_anonymous true',
          'persistence true',
          `persistence_location ${data}/`,
          'autosave_on_changes true',
          'autosave_interval 1',
          ...(isRoot() ? ['user root'] : []),
        ]
        writeFileSync(config, `${lines.join('\n')}\n`)
      },
      args: () => ['-c', config],
      answers: ({ port }) => accepts(port),
    },
    folder,
  )
}

function accepts(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
  })
}
