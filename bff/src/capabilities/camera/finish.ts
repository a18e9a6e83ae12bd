import { type Frame, NoPicture } from '../../kernel/adapters/camera/source.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { pack } from './pack.ts'
import type { Ring } from './ring.ts'
import type { CameraRow, ClipRow } from './row.ts'
import { sourceOf } from './source.ts'

/** A ring that begins or ends so little away from what was asked is whole. */
const slackMs = 2000
const mostTries = 5
/** Frames of cameras that say no times follow each other like this. */
const usualStepMs = 200

export const clipKey = (id: string): string => `camera/${id}`

/** Makes one wanted recording, or says why it cannot be made yet. */
export async function finishClip(kernel: Kernel, ring: Ring, clip: ClipRow, camera: CameraRow | undefined): Promise<void> {
  try {
    const frames = await framesOf(kernel, ring, clip, camera)
    if (frames.length === 0) throw new NoPicture('nothing was recorded at that time')
    await keep(kernel, clip, frames)
  } catch (error) {
    if (!(error instanceof NoPicture)) throw error
    await putOff(kernel, clip, error.message)
  }
}

async function framesOf(kernel: Kernel, ring: Ring, clip: ClipRow, camera: CameraRow | undefined): Promise<readonly Frame[]> {
  const now = kernel.clock.now()
  const own = () => (clip.kind === 'still' ? [ring.last(clip.camera_id)].flatMap((frame) => frame ?? []) : between(ring, clip))
  if (clip.reference === null) return own()
  if (!camera) throw new NoPicture('not connected')
  try {
    return timed(await sourceOf(kernel, camera).recorded(clip.reference, now), Number(clip.at))
  } catch (error) {
    // What the house kept itself is better than nothing.
    const kept = own()
    if (!(error instanceof NoPicture) || kept.length === 0 || Number(clip.tries) < mostTries - 1) throw error
    return kept
  }
}

const between = (ring: Ring, clip: ClipRow): Frame[] => ring.between(clip.camera_id, Number(clip.from_at) - 500, Number(clip.to_at) + 500)

/** Keeps the times that the camera gave where they go forward; otherwise its frames follow each other at the usual pace. */
function timed(frames: readonly Frame[], at: number): readonly Frame[] {
  const goesOn = frames.every((frame, i) => i === 0 || frame.at > (frames[i - 1] as Frame).at)
  return goesOn && frames.length > 1 ? frames : frames.map((frame, i) => ({ ...frame, at: at + i * usualStepMs }))
}

async function keep(kernel: Kernel, clip: ClipRow, frames: readonly Frame[]): Promise<void> {
  const bytes = pack(frames)
  await kernel.files.put(clipKey(clip.id), bytes, 'application/octet-stream')
  const [first, last] = [frames[0]?.at ?? clip.at, frames.at(-1)?.at ?? clip.at]
  const isWhole =
    clip.kind === 'still' || clip.reference !== null || (first <= Number(clip.from_at) + slackMs && last >= Number(clip.to_at) - slackMs)
  await kernel.store.tx(async (tx) => {
    const kept = await kernel.store.run(
      `UPDATE camera_clips SET state = 'kept', first_at = ?, last_at = ?, frames = ?, bytes = ?, digest = ?, is_whole = ?, fault = NULL
       WHERE id = ? AND state = 'wanted'`,
      [first, last, frames.length, bytes.length, kernel.crypto.sm3(bytes).toString('hex'), isWhole ? 1 : 0, clip.id],
      tx,
    )
    if (kept === 1) await tell(kernel, clip, tx)
  })
}

async function putOff(kernel: Kernel, clip: ClipRow, why: string): Promise<void> {
  const tries = Number(clip.tries) + 1
  await kernel.store.tx(async (tx) => {
    const changed = await kernel.store.run(
      "UPDATE camera_clips SET tries = ?, due_at = ?, fault = ?, state = ? WHERE id = ? AND state = 'wanted'",
      [tries, kernel.clock.now() + tries * 2000, why.slice(0, 200), tries >= mostTries ? 'failed' : 'wanted', clip.id],
      tx,
    )
    if (changed === 1 && tries >= mostTries) await tell(kernel, clip, tx)
  })
}

const tell = (kernel: Kernel, clip: ClipRow, tx: Parameters<typeof appendEvents>[2]) =>
  appendEvents(
    kernel,
    [
      {
        ...{ name: 'camera.kept', subject: 'camera', subjectId: clip.camera_id, payload: { clipId: clip.id, alarmId: clip.alarm_id } },
        live: { placePath: clip.place_path, permission: 'camera.read' },
      },
    ],
    tx,
  )
