import { type Frame, NoPicture } from './source.ts'

export interface FrameLimits {
  readonly frames: number
  readonly bytes: number
}

const headerEnd = Buffer.from('\r\n\r\n')
const startOfImage = Buffer.from([0xff, 0xd8])

/** Reads pictures out of `multipart/x-mixed-replace`, as they come, until there are enough or the camera ends. */
export async function readFrames(boundary: string, stream: AsyncIterable<Uint8Array>, now: number, limits: FrameLimits): Promise<Frame[]> {
  const mark = Buffer.from(`--${boundary.replace(/^--/, '')}`)
  const frames: Frame[] = []
  let held = Buffer.alloc(0)
  let taken = 0
  for await (const piece of stream) {
    taken += piece.length
    if (taken > limits.bytes) throw new NoPicture('too many bytes')
    held = Buffer.concat([held, piece])
    for (let part = nextPart(held, mark); part !== undefined; part = nextPart(held, mark)) {
      held = held.subarray(part.end)
      if (part.jpeg) frames.push({ at: part.at ?? now, jpeg: Buffer.from(part.jpeg) })
      if (frames.length >= limits.frames) return frames
    }
  }
  return frames
}

interface Part {
  readonly end: number
  readonly jpeg: Buffer | undefined
  readonly at: number | undefined
}

/** The next whole part: by its length where it says one, otherwise up to the next mark. */
function nextPart(held: Buffer, mark: Buffer): Part | undefined {
  const from = held.indexOf(mark)
  if (from < 0) return undefined
  const header = held.indexOf(headerEnd, from)
  if (header < 0) return undefined
  const fields = held.subarray(from + mark.length, header).toString('latin1')
  const body = header + headerEnd.length
  const said = /^content-length:\s*(\d{1,8})\s*$/im.exec(fields)?.[1]
  const end = said === undefined ? held.indexOf(mark, body) : body + Number(said)
  if (end < 0 || end > held.length) return undefined
  const content = held.subarray(body, end)
  const stamp = Number(/^x-timestamp:\s*(\d{1,13}(?:\.\d{1,6})?)\s*$/im.exec(fields)?.[1])
  return {
    end,
    jpeg: content.subarray(0, 2).equals(startOfImage) ? content : undefined,
    // Some tell seconds, some milliseconds.
    at: Number.isFinite(stamp) && stamp > 0 ? Math.round(stamp < 1e11 ? stamp * 1000 : stamp) : undefined,
  }
}
