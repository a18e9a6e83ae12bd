import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpSource } from './http.ts'

const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9])
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const part = (at: number, body = jpeg) =>
  Buffer.concat([
    Buffer.from(`--cut\r\nContent-Type: image/jpeg\r\nContent-Length: ${body.length}\r\nX-Timestamp: ${at}\r\n\r\n`),
    body,
    Buffer.from('\r\n'),
  ])

/** A camera that asks for Digest at one path, and sends pictures, streams and nonsense at others. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? ''
  if (path === '/locked') {
    const said = request.headers.authorization ?? ''
    const field = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(said)?.[1] ?? ''
    const expected = md5(`${md5('viewer:cam:right')}:n-1:00000001:${field('cnonce')}:auth:${md5('GET:/locked')}`)
    if (field('response') !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Digest realm="cam", nonce="n-1", qop="auth", algorithm=MD5' }).end()
      return
    }
  }
  if (path === '/locked' || path === '/picture') response.setHeader('content-type', 'image/jpeg').end(jpeg)
  else if (path === '/page') response.setHeader('content-type', 'text/html').end('<p>sign in</p>')
  else if (path === '/away') response.writeHead(302, { location: '/picture' }).end()
  else if (path === '/stream') {
    response.setHeader('content-type', 'multipart/x-mixed-replace; boundary=cut')
    response.write(part(1_772_323_200))
  } else if (path === '/clips/1') {
    response.setHeader('content-type', 'multipart/x-mixed-replace; boundary=cut')
    const whole = Buffer.concat([part(1_772_323_200_000), part(1_772_323_200_200), Buffer.from('--cut--\r\n')])
    response.write(whole.subarray(0, 50))
    response.end(whole.subarray(50))
  } else response.writeHead(404).end()
}

describe('cameras over HTTP', () => {
  const server = createServer(answer)
  let base = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it.each([
    ['/page', /text\/html/],
    ['/away', /cannot be reached/],
    ['/nothing', /404/],
    ['/locked', /refuses the account/],
  ])('takes no picture from %s', async (path, why) => {
    await expect(httpSource(base + path, { user: 'viewer', password: 'wrong' }).still(7)).rejects.toThrow(why)
  })

  it('follows the name of a clip to no other server', async () => {
    await expect(httpSource(`${base}/picture`).recorded('http://127.0.0.1:1/clips/1', 7)).rejects.toThrow(/another address/)
  })

  it('proves itself by Digest, takes one picture of a stream that never ends, and a whole clip with its times', async () => {
    expect(await httpSource(`${base}/locked`, { user: 'viewer', password: 'right' }).still(7)).toEqual({ at: 7, jpeg })
    expect(await httpSource(`${base}/stream`).still(7)).toEqual({ at: 7, jpeg })
    const clip = await httpSource(`${base}/picture`).recorded('clips/1', 7)
    expect(clip.map(({ at }) => at)).toEqual([1_772_323_200_000, 1_772_323_200_200])
  })
})
