import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Exchange {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** The body as it came; signatures are over these characters. */
  readonly body: string
}

/** What a simulator answers: JSON, a page, or silence (`hang`, `drop`). */
export type Reply = { json: unknown; status?: number } | { html: string } | 'hang' | 'drop'

export interface Simulator {
  readonly url: string
  close(): Promise<void>
}

const bodyLimit = 256 * 1024

/** A small HTTP server round one function. Listens on loopback: a simulator has no business in a network. */
export async function serve(port: number, handle: (exchange: Exchange) => Reply | Promise<Reply>): Promise<Simulator> {
  const server = createServer((request, response) => {
    read(request)
      .then(handle)
      .then((reply) => write(reply, request, response))
      .catch((error: unknown) => write({ status: 500, json: { error: String(error) } }, request, response))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function read(request: IncomingMessage): Promise<Exchange> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    body += chunk
    if (body.length > bodyLimit) throw new Error('body too large')
  }
  const url = new URL(request.url ?? '/', 'http://simulator')
  return { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: request.headers, body }
}

function write(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  if (reply === 'hang') return
  if (reply === 'drop') {
    request.socket.destroy()
    return
  }
  // The screens run in a browser at another port and fetch their one-time codes from here.
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-headers', 'content-type')
  if ('html' in reply) {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(reply.html)
    return
  }
  response.statusCode = reply.status ?? 200
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify(reply.json))
}

/** Reads a body as an object; anything else is an empty one, whose missing fields are then refused by name. */
export function objectOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')
