import type { IncomingMessage } from 'node:http'
import type { Fault } from '@liren/contract'
import { type AppError, refuse } from '../errors.ts'

export interface JsonBody {
  /** The bytes as they came: signatures and callbacks are checked over these. */
  readonly raw: Buffer
  readonly value: unknown
}

const jsonType = /^application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i
const maxDepth = 64
/** Keys that reach into the prototype of the object they are copied to. */
const poison = new Set(['__proto__', 'constructor', 'prototype'])

/** Reads a JSON body of at most so many bytes. Undefined when the request has none. */
export async function readJson(req: IncomingMessage, maxBytes: number): Promise<JsonBody | undefined> {
  const length = req.headers['content-length']
  if (length === undefined && req.headers['transfer-encoding'] === undefined) return undefined
  if (length === '0') return undefined
  if (!jsonType.test(req.headers['content-type'] ?? '')) throw refuse('request.unsupported-type')
  // A packed body could be a thousand times larger than it says.
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') throw refuse('request.unsupported-type')
  if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const raw = await readAll(req, maxBytes)
  return raw.length === 0 ? undefined : { raw, value: parse(raw) }
}

function readAll(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const stop = (error: AppError) => {
      req.off('data', onData)
      // The rest is read and dropped, so that the caller gets to hear the answer.
      req.resume()
      reject(error)
    }
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) stop(tooLarge(maxBytes))
      else chunks.push(chunk)
    }
    req.on('data', onData)
    req.once('end', () => resolve(Buffer.concat(chunks)))
    req.once('error', (cause) => reject(refuse('request.malformed', { cause })))
    req.once('aborted', () => reject(refuse('request.malformed')))
  })
}

const tooLarge = (maxBytes: number): AppError => refuse('request.too-large', { details: { maxBytes } })

function parse(raw: Buffer): unknown {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
  } catch (cause) {
    throw refuse('request.malformed', { cause, faults: [fault('body', '不是有效的 JSON', 'Not valid JSON in UTF-8')] })
  }
  const faults: Fault[] = []
  inspect(value, 'body', 0, faults)
  if (faults.length > 0) throw refuse('request.malformed', { faults })
  return value
}

function inspect(value: unknown, path: string, depth: number, faults: Fault[]): void {
  if (typeof value !== 'object' || value === null || faults.length >= 20) return
  if (depth >= maxDepth) {
    faults.push(fault('body', '嵌套层数过多', 'Nested too deeply'))
    return
  }
  for (const key of Object.keys(value)) {
    if (poison.has(key)) faults.push(fault(`${path}.${key}`, '不允许的字段名', 'This name is not allowed'))
    else inspect((value as Record<string, unknown>)[key], `${path}.${key}`, depth + 1, faults)
  }
}

const fault = (path: string, zh: string, en: string): Fault => ({ path, zh, en })
