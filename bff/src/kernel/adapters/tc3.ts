import { createHash, createHmac } from 'node:crypto'

interface Tc3Request {
  readonly secretId: string
  readonly secretKey: string
  readonly service: string
  readonly host: string
  readonly body: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

const contentType = 'application/json; charset=utf-8'

/** Tencent Cloud's signature version 3 (TC3-HMAC-SHA256) over a POST of JSON to the root of a service's host. */
export function signTc3(request: Tc3Request): Record<string, string> {
  const timestamp = String(Math.floor(request.now / 1000))
  const date = new Date(request.now).toISOString().slice(0, 10)
  const scope = `${date}/${request.service}/tc3_request`
  const signed = 'content-type;host'
  const canonical = ['POST', '/', '', `content-type:${contentType}`, `host:${request.host}`, '', signed, sha256(request.body)].join('\n')
  const toSign = ['TC3-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n')
  const key = [date, request.service, 'tc3_request'].reduce<Uint8Array | string>((k, part) => hmac(k, part), `TC3${request.secretKey}`)
  const signature = Buffer.from(hmac(key, toSign)).toString('hex')
  return {
    'content-type': contentType,
    'x-tc-timestamp': timestamp,
    authorization: `TC3-HMAC-SHA256 Credential=${request.secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: Uint8Array | string, text: string): Uint8Array => Uint8Array.from(createHmac('sha256', key).update(text).digest())
