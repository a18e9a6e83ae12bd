import type { Clock } from '../../ports/ports.ts'
import { type Block, blockOption, codes, optionOf, options, readBlock, uint } from './codec.ts'
import type { Answer } from './exchange.ts'
import type { CoapMessage } from './frame.ts'

/** The longest message that a device may tell in blocks. */
export const mostBytes = 16 * 1024
const patienceMs = 247_000
const usualSize = 512

/** Contents that are longer than a datagram (RFC 7959): those that come are put together, those that go are cut. One of each kind at a time. */
export function createBlocks(clock: Clock) {
  let coming: { readonly path: string; readonly parts: Buffer[]; size: number; at: number } | undefined
  let going: { readonly path: string; readonly body: Buffer; readonly at: number } | undefined

  return {
    /** The whole content, or the answer to one block of it. */
    take(message: CoapMessage, path: string): { readonly whole: Buffer; readonly last?: Block } | Answer {
      const option = optionOf(message, options.block1)
      if (option === undefined) return { whole: message.payload }
      const block = readBlock(option)
      if (!block || (block.isMore && message.payload.length !== block.size)) return { code: codes.badRequest }
      if (block.number === 0) coming = { path, parts: [], size: 0, at: clock.elapsed() }
      const isNext = coming?.path === path && coming.size === block.number * block.size && clock.elapsed() - coming.at < patienceMs
      if (!coming || !isNext) return { code: codes.incomplete }
      if (coming.size + message.payload.length > mostBytes) {
        coming = undefined
        return { code: codes.tooLarge, options: [uint(options.size1, mostBytes)] }
      }
      coming.parts.push(message.payload)
      coming.size += message.payload.length
      coming.at = clock.elapsed()
      if (block.isMore) return { code: codes.continue, options: [blockOption(options.block1, block)] }
      const whole = Buffer.concat(coming.parts)
      coming = undefined
      return { whole, last: block }
    },
    /** A later block of what was begun; undefined when the beginning is asked for. */
    next(message: CoapMessage, path: string): Answer | undefined {
      const option = optionOf(message, options.block2)
      const block = option && readBlock(option)
      if (option === undefined || block?.number === 0) return undefined
      if (!block || going?.path !== path || clock.elapsed() - going.at > patienceMs) return { code: codes.incomplete }
      return cut(going.body, block)
    },
    /** The first block of a content, in the size that was asked for. */
    first(message: CoapMessage | undefined, path: string, body: Buffer): Answer {
      const option = message && optionOf(message, options.block2)
      const size = Math.min((option && readBlock(option)?.size) ?? usualSize, 1024)
      if (body.length <= size && option === undefined) return { code: codes.content, payload: body }
      going = { path, body, at: clock.elapsed() }
      return cut(body, { number: 0, isMore: false, size })
    },
  }
}

function cut(body: Buffer, { number, size }: Block): Answer {
  const from = number * size
  if (from >= body.length && number > 0) return { code: codes.badRequest }
  const isMore = from + size < body.length
  return {
    code: codes.content,
    options: [blockOption(options.block2, { number, isMore, size }), ...(number === 0 ? [uint(options.size2, body.length)] : [])],
    payload: body.subarray(from, from + size),
  }
}
