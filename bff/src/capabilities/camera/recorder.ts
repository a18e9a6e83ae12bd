import { NoPicture } from '../../kernel/adapters/camera/source.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { finishClip } from './finish.ts'
import { createRing } from './ring.ts'
import type { CameraRow, ClipRow } from './row.ts'
import { sourceOf } from './source.ts'

const stepMs = 1000
const ringMs = 30_000
/** Cameras asked at the same time, and at most altogether. */
const atOnce = 8
const mostCameras = 64
/** A camera that gave nothing is left alone this long, unless somebody waits for its picture. */
const restMs = 10_000
/** State is written when it changes, and now and then. */
const noteMs = 60_000
/** Goes on this long after it was last asked to. */
const lifeMs = 90_000

/** Keeps the last seconds of cameras and makes the recordings that are wanted. One process of the house does it at a time. */
export function createRecorder(kernel: Kernel) {
  const ring = createRing(ringMs)
  const resting = new Map<string, number>()
  const noted = new Map<string, { at: number; fault: string | null }>()
  let until = 0
  let isRunning = false

  /** One step: a picture of every camera that is kept or waited for, then the recordings that are due. */
  async function round(): Promise<void> {
    const { store, clock } = kernel
    const wanted = await unscoped<ClipRow>(store, 'recordings are made by the house', {
      sql: "SELECT * FROM camera_clips WHERE state = 'wanted' ORDER BY due_at LIMIT 200",
      params: [],
    })
    const waited = new Set(wanted.map(({ camera_id }) => camera_id))
    const which = combine('OR', [{ sql: 'is_buffered = 1', params: [] }, among('id', [...waited])])
    const cameras = await unscoped<CameraRow>(store, 'recordings are made by the house', {
      sql: `SELECT * FROM cameras WHERE source <> 'none' AND ${which.sql} ORDER BY is_buffered, id LIMIT ${mostCameras}`,
      params: which.params,
    })
    ring.keepOnly(new Set(cameras.map(({ id }) => id)))
    const asked = cameras.filter(({ id }) => waited.has(id) || (resting.get(id) ?? 0) <= clock.now())
    for (let i = 0; i < asked.length; i += atOnce) await Promise.all(asked.slice(i, i + atOnce).map(look))
    const now = clock.now()
    const byId = new Map(cameras.map((camera) => [camera.id, camera]))
    for (const clip of wanted) if (Number(clip.due_at) <= now) await finishClip(kernel, ring, clip, byId.get(clip.camera_id))
  }

  async function look(camera: CameraRow): Promise<void> {
    const now = kernel.clock.now()
    try {
      ring.push(camera.id, await sourceOf(kernel, camera).still(now))
      resting.delete(camera.id)
      await note(camera.id, null)
    } catch (error) {
      if (!(error instanceof NoPicture)) throw error
      resting.set(camera.id, now + restMs)
      await note(camera.id, error.message)
    }
  }

  async function note(id: string, fault: string | null): Promise<void> {
    const now = kernel.clock.now()
    const before = noted.get(id)
    if (before && before.fault === fault && now - before.at < noteMs) return
    noted.set(id, { at: now, fault })
    await notePicture(kernel, id, fault)
  }

  async function loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && kernel.clock.now() < until) {
      await round().catch((error: unknown) => kernel.log.error({ err: error }, 'a step of the recorder failed'))
      await kernel.clock.sleep(stepMs, signal).catch(() => undefined)
    }
  }

  return {
    round,
    /** Starts it where nobody else does it, and keeps it going. */
    ensure(): void {
      until = kernel.clock.now() + lifeMs
      if (isRunning) return
      isRunning = true
      void kernel.lock
        .tryWith('camera-recorder', 30_000, loop)
        .catch((error: unknown) => kernel.log.error({ err: error }, 'the recorder stopped'))
        .finally(() => {
          isRunning = false
        })
    },
  }
}
export type Recorder = ReturnType<typeof createRecorder>

/** Writes down when a picture last came, or why none does. */
export async function notePicture(kernel: Kernel, id: string, fault: string | null): Promise<void> {
  if (fault === null) await kernel.store.run('UPDATE cameras SET picture_at = ?, fault = NULL WHERE id = ?', [kernel.clock.now(), id])
  else await kernel.store.run('UPDATE cameras SET fault = ? WHERE id = ?', [fault.slice(0, 200), id])
}

const recorders = new WeakMap<Kernel, Recorder>()

export function recorderOf(kernel: Kernel): Recorder {
  const known = recorders.get(kernel) ?? createRecorder(kernel)
  recorders.set(kernel, known)
  return known
}
