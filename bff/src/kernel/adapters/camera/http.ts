import { authorization, type Login } from './digest-auth.ts'
import { type FrameLimits, readFrames } from './mjpeg.ts'
import { type CameraSource, type Frame, NoPicture } from './source.ts'

const one: FrameLimits = { frames: 1, bytes: 4 * 1024 * 1024 }
const many: FrameLimits = { frames: 240, bytes: 24 * 1024 * 1024 }
const patienceMs = 4000

/**
 * A camera that answers GET with a JPEG or with MJPEG. What it recorded lies beside the picture, under a path of the
 * same server: a name that leads anywhere else is not followed.
 */
export function httpSource(address: string, login?: Login): CameraSource {
  const base = new URL(address)

  async function frames(url: URL, now: number, limits: FrameLimits): Promise<Frame[]> {
    const signal = AbortSignal.timeout(patienceMs)
    try {
      const response = await asked(url, signal)
      const type = response.headers.get('content-type') ?? ''
      const boundary = /^multipart\/(?:x-mixed-replace|mixed)\s*;.*boundary="?([^";]{1,100})"?/i.exec(type)?.[1]
      if (boundary !== undefined && response.body) {
        try {
          return await readFrames(boundary, chunksOf(response), now, limits)
        } finally {
          // A stream of pictures has no end of its own.
          await response.body.cancel().catch(() => undefined)
        }
      }
      if (!/^image\/(jpeg|pjpeg|png|webp)/i.test(type)) throw new NoPicture(`answered with ${type.slice(0, 40) || 'no type'}`)
      const bytes = await limited(response, one.bytes)
      return [{ at: now, jpeg: bytes }]
    } catch (error) {
      if (error instanceof NoPicture) throw error
      throw new NoPicture(signal.aborted ? 'no answer in time' : 'cannot be reached')
    }
  }

  async function asked(url: URL, signal: AbortSignal): Promise<Response> {
    const get = (headers: Record<string, string> = {}) => fetch(url.href, { headers, signal, redirect: 'error' })
    let response = await get()
    if (response.status === 401 && login !== undefined) {
      const answer = authorization(response.headers.get('www-authenticate') ?? '', login, 'GET', url.pathname + url.search)
      await response.body?.cancel()
      // Asked once: cameras lock the account of whoever keeps trying.
      if (answer !== undefined) response = await get({ authorization: answer })
    }
    if (response.status === 401 || response.status === 403) throw new NoPicture('refuses the account')
    if (response.status !== 200) throw new NoPicture(`answered ${response.status}`)
    return response
  }

  return {
    async still(now) {
      const [frame] = await frames(base, now, one)
      if (!frame) throw new NoPicture('a stream without pictures')
      return { ...frame, at: now }
    },
    async recorded(reference, now) {
      const url = URL.canParse(reference, base.href) ? new URL(reference, base) : undefined
      if (url?.origin !== base.origin) throw new NoPicture('what it recorded lies at another address')
      return frames(url, now, many)
    },
  }
}

async function limited(response: Response, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let taken = 0
  for await (const piece of chunksOf(response)) {
    taken += piece.length
    if (taken > most) throw new NoPicture('too many bytes')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Node's streams can be iterated; the browser's declaration of the same name, which other packages read, does not say so. */
const chunksOf = (response: Response): AsyncIterable<Uint8Array> => (response.body ?? []) as unknown as AsyncIterable<Uint8Array>
