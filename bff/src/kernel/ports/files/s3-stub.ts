import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A store for tests: it keeps objects in memory and lets in only what is signed right, by its own reading of the rules. */
export async function s3Stub(secret: string) {
  const objects = new Map<string, { bytes: Buffer; type: string }>()
  const refusals: string[] = []
  let broken: number | undefined

  const server = createServer(async (req, res) => {
    const body = await buffer(req)
    const end = (status: number, content?: Buffer) => {
      res.statusCode = status
      res.end(content)
    }
    if (broken !== undefined) return end(broken)
    const reason = faultOf(req, body, secret)
    if (reason) {
      refusals.push(reason)
      return end(403)
    }
    const path = req.url ?? ''
    if (req.method === 'PUT') {
      objects.set(path, { bytes: body, type: req.headers['content-type'] ?? '' })
      return end(200)
    }
    if (req.method === 'DELETE') {
      objects.delete(path)
      return end(204)
    }
    const found = objects.get(path)
    return found ? end(200, found.bytes) : end(404)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `s3://AKTEST:${encodeURIComponent(secret)}@127.0.0.1:${port}/liren-files?region=cn-east-1&tls=off`,
    objects,
    refusals,
    /** From now on every request is answered with this. */
    breakWith: (status: number | undefined) => {
      broken = status
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

function faultOf(req: IncomingMessage, body: Buffer, secret: string): string | undefined {
  const auth =
    /^AWS4-HMAC-SHA256 Credential=AKTEST\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      req.headers.authorization ?? '',
    )
  if (!auth) return 'no signature'
  const [, day = '', region = '', signed = '', signature] = auth
  const stamp = String(req.headers['x-amz-date'])
  const digest = createHash('sha256').update(body).digest('hex')
  if (digest !== req.headers['x-amz-content-sha256']) return 'another body'
  if (!stamp.startsWith(day)) return 'another day'
  for (const name of ['host', 'x-amz-content-sha256', 'x-amz-date']) if (!signed.split(';').includes(name)) return `${name} is not signed`
  const lines = signed.split(';').map((name) => `${name}:${String(req.headers[name] ?? '')}\n`)
  const canonical = `${req.method}\n${req.url}\n\n${lines.join('')}\n${signed}\n${digest}`
  let key: Buffer | string = `AWS4${secret}`
  for (const step of [day, region, 's3', 'aws4_request']) key = createHmac('sha256', key).update(step).digest()
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${day}/${region}/s3/aws4_request\n${createHash('sha256').update(canonical).digest('hex')}`
  return createHmac('sha256', key).update(toSign).digest('hex') === signature ? undefined : 'another signature'
}
