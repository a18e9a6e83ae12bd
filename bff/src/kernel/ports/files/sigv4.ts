import { createHash, createHmac } from 'node:crypto'

export interface S3Keys {
  readonly accessKey: string
  readonly secretKey: string
  readonly region: string
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest()

/** Percent-encoding as the signature wants it: only unreserved characters stay, slashes between steps too. */
export const encodePath = (path: string): string =>
  encodeURIComponent(path)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')

/**
 * AWS Signature Version 4, which all S3-compatible stores understand. Returns the headers to send, those
 * given included; the body's digest is part of what is signed.
 */
export function signRequest(
  keys: S3Keys,
  request: { method: string; host: string; path: string; headers?: Record<string, string>; body: Buffer },
  now: number,
): Record<string, string> {
  const stamp = `${new Date(now).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`
  const day = stamp.slice(0, 8)
  const bodyDigest = sha256(request.body)
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.host,
    'x-amz-content-sha256': bodyDigest,
    'x-amz-date': stamp,
  }
  const names = Object.keys(headers).sort()
  const canonical = [
    request.method,
    request.path,
    '',
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    bodyDigest,
  ].join('\n')
  const scope = `${day}/${keys.region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${keys.secretKey}`, day), keys.region), 's3'), 'aws4_request')
  const signature = hmac(key, toSign).toString('hex')
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}
