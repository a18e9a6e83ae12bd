import { type IncomingMessage, request as plain } from 'node:http'
import { request as secure } from 'node:https'

export interface WebQuestion {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Silence for so long ends it. */
  readonly silenceMs?: number
  readonly signal: AbortSignal
  /** PEM of whom it believes beside the usual authorities. */
  readonly ca?: string
}

export interface WebAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
}

const mostBody = 8 * 1024 * 1024

/** One question to a device over HTTP or HTTPS whose answer is read as it comes. */
export function openWeb(question: WebQuestion): Promise<WebAnswer & { readonly stream: IncomingMessage }> {
  const { method, url, headers = {}, body, silenceMs = 10_000, signal, ca } = question
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const options = { method, headers: { ...headers, ...length }, signal, timeout: silenceMs, ...(ca === undefined ? {} : { ca }) }
    let answer: IncomingMessage | undefined
    const asked = (url.startsWith('https:') ? secure : plain)(url, options, (stream) => {
      answer = stream
      resolve({ status: stream.statusCode ?? 0, headers: stream.headers, stream })
    })
    asked.on('timeout', () => asked.destroy(new Error('silent')))
    asked.on('error', (error) => {
      reject(error)
      // Whoever reads the answer hears why it ends, not only that it does.
      answer?.destroy(error)
    })
    asked.end(body)
  })
}

/** The same with the whole answer. */
export async function askWeb(question: WebQuestion): Promise<WebAnswer & { readonly body: Buffer }> {
  const { status, headers, stream } = await openWeb(question)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBody) {
      stream.destroy()
      throw new Error('the answer is too long')
    }
    chunks.push(chunk)
  }
  return { status, headers, body: Buffer.concat(chunks) }
}
