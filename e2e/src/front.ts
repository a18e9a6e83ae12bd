import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands before a house and passes everything on; the name of its build can be changed, as a release would. */
export interface Front {
  readonly url: string
  rename(old: string, next: string): void
  close(): Promise<void>
}

/** Of the two ends of one connection, and what would be answered "as before". */
const ownAffairs = new Set(['host', 'connection', 'if-none-match'])
/** What the front says itself, or what belongs to one connection only. */
const notPassedOn = new Set(['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding'])

export async function openFront(house: string): Promise<Front> {
  let names: readonly [string, string] | undefined
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value !== 'string' || ownAffairs.has(name) ? [] : [[name, value] as [string, string]],
    )
    const body = chunks.length === 0 ? null : Buffer.concat(chunks)
    const answer = await fetch(house + request.url, { method: request.method ?? 'GET', headers, body, redirect: 'manual' })
    const named = /html|javascript/.test(answer.headers.get('content-type') ?? '') && names !== undefined
    const bytes = Buffer.from(await answer.arrayBuffer())
    response.writeHead(
      answer.status,
      [...answer.headers].filter(([name]) => !notPassedOn.has(name)),
    )
    response.end(named && names ? bytes.toString().replaceAll(...names) : bytes)
  })
  // live news are not what a front is looked at for
  server.on('upgrade', (_, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rename: (old, next) => {
      names = [old, next]
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
