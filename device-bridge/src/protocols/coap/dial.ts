import { secretDigest } from '../../crypto.ts'
import type { Clock } from '../../ports/ports.ts'
import { type DtlsClient, dialDtls } from '../../transport/dtls/client.ts'
import { blockOption, json, methods, optionOf, options, pathOptions, readBlock, uint } from './codec.ts'
import { createExchange } from './exchange.ts'
import type { CoapMessage, CoapOption } from './frame.ts'

export interface CoapDevice {
  readonly suite: string
  /** One question, in blocks where it is long, and its whole answer. */
  ask(method: keyof typeof methods, path: string, body?: string): Promise<{ readonly code: number; readonly body: string }>
  /** Hears of everything that is asked of it from now on. */
  observe(path: string, heard: (body: string) => void): Promise<void>
  close(): Promise<void>
}

interface Dialled {
  readonly host: string
  readonly port: number
  readonly code: string
  readonly secret: string
  readonly clock: Clock
  readonly chance: () => number
}

const blockSize = 512
const silenceMs = 95_000

/** A device's side of it. The key is SM3 of `<code>:<secret>`. */
export async function dialCoap({ host, port, code, secret, clock, chance }: Dialled): Promise<CoapDevice> {
  const waiting = new Map<string, (message: CoapMessage) => void>()
  const key = Buffer.from(secretDigest(code, secret), 'hex')
  let dtls: DtlsClient | undefined
  const exchange = createExchange({
    clock,
    send: (bytes) => dtls?.send(bytes),
    onResponse(message) {
      const heard = waiting.get(message.token.toString('hex'))
      heard?.(message)
      return heard !== undefined
    },
    onBad: () => undefined,
  })
  exchange.start(Math.floor(chance() * 0xffff))
  dtls = await dialDtls({ host, port, identity: code, key, clock, onData: (data) => exchange.receive(data) })
  let tokens = 0

  async function once(code: number, path: string, more: readonly CoapOption[], payload: Buffer, token = newToken()): Promise<CoapMessage> {
    const over = new AbortController()
    const name = token.toString('hex')
    const before = waiting.get(name)
    try {
      return await new Promise<CoapMessage>((resolve, reject) => {
        waiting.set(name, resolve)
        clock.sleep(silenceMs, over.signal).then(
          () => reject(new Error('no answer')),
          () => undefined,
        )
        void exchange
          .confirmed({ code, token, options: [...pathOptions(path), ...more], payload })
          .then((isHeard) => (isHeard ? undefined : reject(new Error('nobody heard it'))))
      })
    } finally {
      over.abort()
      if (before) waiting.set(name, before)
      else waiting.delete(name)
    }
  }
  function newToken(): Buffer {
    tokens += 1
    return Buffer.from([tokens >> 8, tokens & 0xff])
  }

  /** Fetches what is left of an answer. */
  async function whole(path: string, first: CoapMessage): Promise<string> {
    const parts = [first.payload]
    for (let last = first; ; ) {
      const option = optionOf(last, options.block2)
      const block = option && readBlock(option)
      if (!block?.isMore) return Buffer.concat(parts).toString('utf8')
      last = await once(
        methods.get,
        path,
        [blockOption(options.block2, { ...block, number: block.number + 1, isMore: false })],
        Buffer.alloc(0),
      )
      parts.push(last.payload)
    }
  }

  return {
    suite: dtls.suite,
    async ask(method, path, body = '') {
      const bytes = Buffer.from(body)
      const format = bytes.length > 0 ? [uint(options.format, json)] : []
      let answer: CoapMessage
      let number = 0
      do {
        const isMore = bytes.length > (number + 1) * blockSize
        const block = bytes.length > blockSize ? [blockOption(options.block1, { number, isMore, size: blockSize })] : []
        const part = bytes.subarray(number * blockSize, (number + 1) * blockSize)
        answer = await once(methods[method], path, [...format, ...block], part)
        number += 1
      } while (number * blockSize < bytes.length && answer.code >> 5 === 2)
      return { code: answer.code, body: await whole(path, answer) }
    },
    async observe(path, heard) {
      const token = newToken()
      const news = (message: CoapMessage): void => void whole(path, message).then(heard, () => undefined)
      waiting.set(token.toString('hex'), news)
      news(await once(methods.get, path, [uint(options.observe, 0)], Buffer.alloc(0), token))
    },
    async close() {
      exchange.close()
      await dtls?.close()
    },
  }
}
