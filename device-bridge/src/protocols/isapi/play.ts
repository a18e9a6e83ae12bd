import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** A terminal with one door and one barrier that asks for its password and keeps a stream of alerts. */
export async function playTerminal(options: {
  readonly port?: number
  readonly user?: string
  readonly password: string
  readonly saw?: (line: string) => void
  readonly isStuck?: boolean
}) {
  const { user = 'admin', password, saw } = options
  const nonce = md5(`${process.hrtime.bigint()}`)
  const streams = new Set<ServerResponse>()
  const asked: string[] = []
  let barrier = '1'
  let refused = 0
  const ok =
    '<ResponseStatus xmlns="http://www.isapi.org/ver20/XMLSchema"><statusCode>1</statusCode><statusString>OK</statusString></ResponseStatus>'

  const admits = (method: string, path: string, header: string): boolean => {
    const field = (name: string): string => new RegExp(`${name}="?([^",]+)`).exec(header)?.[1] ?? ''
    const first = md5(`${user}:terminal:${password}`)
    const right = md5(`${first}:${nonce}:${field('nc')}:${field('cnonce')}:auth:${md5(`${method}:${path}`)}`)
    return header.startsWith('Digest ') && field('response') === right
  }
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request
    if (!admits(method, url, request.headers.authorization ?? '')) {
      if (request.headers.authorization) refused += 1
      response.writeHead(401, { 'www-authenticate': `Digest qop="auth", realm="terminal", nonce="${nonce}"` }).end()
      return
    }
    if (url.endsWith('/alertStream')) {
      response.writeHead(200, { 'content-type': 'multipart/mixed; boundary=MIME_boundary' }).flushHeaders()
      streams.add(response)
      response.on('close', () => streams.delete(response))
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      asked.push(`${method} ${url} ${body}`)
      saw?.(asked.at(-1) ?? '')
      const wanted = /<ctrlMode>(\w+)</.exec(body)?.[1]
      if (wanted && !options.isStuck) barrier = wanted === 'close' ? '1' : '2'
      response.end(
        url.endsWith('barrierGateStatus') ? `<BarrierGateStatus><barrierGateStatus>${barrier}</barrierGateStatus></BarrierGateStatus>` : ok,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    asked,
    streams,
    get refused() {
      return refused
    },
    /** Says something on every open stream. */
    tell(body: string | Buffer, type = 'application/xml; charset="UTF-8"'): void {
      for (const stream of streams) {
        stream.write(`--MIME_boundary\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`)
        stream.write(body)
        stream.write('\r\n')
      }
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
