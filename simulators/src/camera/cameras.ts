import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Fall, fallingAt, trajectoryOf } from './fall.ts'
import { drawScene, type Extra, type SceneName, sceneNames } from './scene.ts'

export interface CameraSimOptions {
  readonly port?: number
  readonly now: () => number
  /** How many cameras are looked at in one second is small; how often one stream sends. */
  readonly framesPerSecond?: number
}

export interface CameraSim {
  readonly url: string
  /** Lets something fall before a camera; answers what the camera would tell of it. */
  fall(camera: string, fall: Omit<Fall, 'at'>): Promise<{ trajectory: ReturnType<typeof trajectoryOf>; video: string; photo: string }>
  /** Puts something into the picture of a camera until it is taken out again. */
  show(camera: string, extra: Extra | undefined): void
  close(): Promise<void>
}

interface Recorded {
  readonly frames: readonly { readonly at: number; readonly jpeg: Buffer }[]
}

const boundary = 'liren-frame'
const mostClips = 40

/**
 * Cameras that really give pictures: `/<scene>-<n>/picture` is a JPEG of now, `…/stream` is MJPEG, `…/clips/<id>` what a
 * camera recorded. The scene is the first word of the camera's name.
 */
export async function startCameraSim({ port = 0, now, framesPerSecond = 5 }: CameraSimOptions): Promise<CameraSim> {
  const falls = new Map<string, Fall>()
  const shown = new Map<string, Extra>()
  const clips = new Map<string, Recorded>()
  let numbers = 0

  const extrasOf = (camera: string, at: number): Extra[] => {
    const fall = falls.get(camera)
    return [shown.get(camera), fall && fallingAt(fall, at)].flatMap((extra) => extra ?? [])
  }
  const draw = (camera: string, at: number) => drawScene(sceneOf(camera) ?? 'area', camera.toUpperCase(), at, extrasOf(camera, at))

  async function fall(camera: string, wanted: Omit<Fall, 'at'>) {
    const thrown = { ...wanted, at: now() }
    falls.set(camera, thrown)
    const id = `${++numbers}-${thrown.at}`
    const frames: { at: number; jpeg: Buffer }[] = []
    for (let at = thrown.at - 1000; at <= thrown.at + 4000; at += 200) frames.push({ at, jpeg: await draw(camera, at) })
    clips.set(id, { frames })
    const oldest = [...clips.keys()][0]
    if (clips.size > mostClips && oldest !== undefined) clips.delete(oldest)
    return { trajectory: trajectoryOf(thrown), video: `clips/${id}`, photo: `clips/${id}/7` }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://camera')
    const [camera = '', what = '', clip = '', number] = url.pathname.split('/').filter(Boolean)
    answer(camera, what, clip, number, request.method ?? 'GET', url.searchParams, response).catch(() => response.destroy())
  })

  async function answer(
    camera: string,
    what: string,
    clip: string,
    number: string | undefined,
    method: string,
    query: URLSearchParams,
    response: ServerResponse,
  ): Promise<void> {
    if (sceneOf(camera) === undefined) return nothing(response)
    if (method === 'POST' && what === 'fall') {
      const asked = {
        floor: Number(query.get('floor') ?? 9),
        floors: Number(query.get('floors') ?? 18),
        along: Number(query.get('along') ?? 0.4),
      }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(await fall(camera, asked)))
    } else if (what === 'picture') {
      response.setHeader('content-type', 'image/jpeg')
      response.end(await draw(camera, now()))
    } else if (what === 'stream') await stream(camera, response)
    else if (what === 'clips') {
      const kept = clips.get(clip)
      const one = number === undefined ? undefined : kept?.frames[Number(number)]
      if (!kept || (number !== undefined && !one)) return nothing(response)
      if (one) {
        response.setHeader('content-type', 'image/jpeg')
        response.end(one.jpeg)
        return
      }
      begin(response)
      for (const frame of kept.frames) response.write(part(frame))
      response.end(`--${boundary}--\r\n`)
    } else nothing(response)
  }

  async function stream(camera: string, response: ServerResponse): Promise<void> {
    begin(response)
    for (;;) {
      const at = now()
      if (response.destroyed) return
      response.write(part({ at, jpeg: await draw(camera, at) }))
      await new Promise((resolve) => setTimeout(resolve, 1000 / framesPerSecond))
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fall,
    show: (camera, extra) => void (extra ? shown.set(camera, extra) : shown.delete(camera)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const sceneOf = (camera: string): SceneName | undefined => sceneNames.find((name) => camera === name || camera.startsWith(`${name}-`))

function nothing(response: ServerResponse): void {
  response.statusCode = 404
  response.end()
}

const begin = (response: ServerResponse): void => void response.setHeader('content-type', `multipart/x-mixed-replace; boundary=${boundary}`)

const part = ({ at, jpeg }: { at: number; jpeg: Buffer }): Buffer =>
  Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\nX-Timestamp: ${at}\r\n\r\n`),
    jpeg,
    Buffer.from('\r\n'),
  ])
