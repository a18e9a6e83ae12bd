import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { findProgram } from './packages.ts'
import { type Service, startService } from './service.ts'

/** A Redis of its own with the append-only file on, refusing to forget keys by itself. */
export function startRedis(folder: string): Promise<Service> {
  const data = join(folder, 'redis')
  return startService(
    {
      name: 'redis',
      command: findProgram('redis-server') ?? 'redis-server',
      url: (port) => `redis://127.0.0.1:${port}`,
      prepare: async () => void mkdirSync(data, { recursive: true }),
      args: ({ port }) => [
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', data, '--daemonize', 'no'],
        ...['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'],
      ],
      answers: ({ port }) => ask(port, 'PING\r\n', '+PONG'),
    },
    folder,
  )
}

/** Sends a line and waits for the answer to begin as expected. */
function ask(port: number, question: string, answer: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.setTimeout(1000, () => socket.destroy(new Error('no answer')))
    socket.once('error', reject)
    socket.once('connect', () => socket.write(question))
    socket.once('data', (data) => {
      socket.destroy()
      if (data.toString().startsWith(answer)) resolve()
      else reject(new Error(`answered ${data.toString().trim()}`))
    })
  })
}
