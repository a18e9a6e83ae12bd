import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DeviceMessage } from '@liren/contract/capabilities/subscription'

export interface Heard {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

interface Sent {
  readonly kind: string
  readonly messages: readonly DeviceMessage[]
}

/** A receiver on loopback that answers with whatever the test sets. */
export async function playReceiver() {
  const heard: Heard[] = []
  let status = 204
  const server = http.createServer((request, answer) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() })
      answer.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end()
    })
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}/in?a=1`,
    heard,
    answerWith(code: number) {
      status = code
    },
    /** What came since it was asked last. */
    take: () => heard.splice(0).map((one) => ({ ...one, json: JSON.parse(one.body) as Sent })),
    close: () => new Promise<void>((done) => void server.close(() => done())),
  }
}
