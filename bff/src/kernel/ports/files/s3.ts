import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { refuse } from '../../errors.ts'
import type { Files } from '../ports.ts'
import type { Clock } from '../time.ts'
import { checkKey } from './key.ts'
import { encodePath, type S3Keys, signRequest } from './sigv4.ts'

export interface S3Options extends S3Keys {
  /** `https://s3.example` */
  readonly endpoint: string
  readonly bucket: string
  readonly clock: Clock
  readonly fetch: typeof fetch
}

const patienceMs = 20_000

/** Files in an S3-compatible store. An object is there whole or not at all, by the store's own promise. */
export function s3Files({ endpoint, bucket, clock, fetch: ask, ...keys }: S3Options): Files {
  const base = new URL(endpoint)

  async function send(method: 'GET' | 'PUT' | 'DELETE', key: string, body: Buffer = Buffer.alloc(0), type?: string): Promise<Response> {
    const path = `/${bucket}/${encodePath(checkKey(key))}`
    const headers = signRequest(
      keys,
      { method, host: base.host, path, body, ...(type ? { headers: { 'content-type': type } } : {}) },
      clock.now(),
    )
    // The client sets the host by itself, to the same value.
    delete headers.host
    try {
      return await ask(new URL(path, base), {
        method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
        ...(method === 'PUT' ? { body: new Uint8Array(body) } : {}),
      })
    } catch (cause) {
      throw refuse('unavailable', { cause, retryAfter: 5 })
    }
  }

  return {
    async put(key, content, type) {
      const bytes = Buffer.isBuffer(content) ? content : await buffer(content)
      const answer = await send('PUT', key, bytes, type)
      await answer.arrayBuffer()
      if (!answer.ok) throw failure(answer)
      return { size: bytes.length }
    },
    async open(key) {
      const answer = await send('GET', key)
      if (answer.ok && answer.body) {
        return { stream: Readable.fromWeb(answer.body as ReadableStream), size: Number(answer.headers.get('content-length')) }
      }
      await answer.arrayBuffer()
      if (answer.status === 404) return undefined
      throw failure(answer)
    },
    async remove(key) {
      const answer = await send('DELETE', key)
      await answer.arrayBuffer()
      if (!answer.ok && answer.status !== 404) throw failure(answer)
    },
    async free() {
      return undefined
    },
  }
}

const failure = (answer: Response) => {
  const cause = new Error(`the file store answered ${answer.status}`)
  return answer.status === 507 ? refuse('storage.full', { cause, retryAfter: 60 }) : refuse('unavailable', { cause, retryAfter: 5 })
}

/** Reads `s3://key:secret@host:port/bucket?region=cn-north-1`; `?tls=off` is for a store on this very machine. */
export function readS3Url(text: string): Omit<S3Options, 'clock' | 'fetch'> {
  const url = new URL(text)
  const bucket = url.pathname.replaceAll('/', '')
  if (url.protocol !== 's3:' || !url.username || !url.password || !/^[a-z0-9][a-z0-9.-]{2,62}$/.test(bucket)) {
    throw new Error('the file store is written s3://key:secret@host/bucket')
  }
  return {
    endpoint: `${url.searchParams.get('tls') === 'off' ? 'http' : 'https'}://${url.host}`,
    bucket,
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKey: decodeURIComponent(url.username),
    secretKey: decodeURIComponent(url.password),
  }
}
