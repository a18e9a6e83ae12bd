import { clipAfterMs, clipBeforeMs } from '@liren/contract/capabilities/camera'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface ClipWish {
  readonly camera: { readonly id: string; readonly name: string; readonly placePath: string }
  readonly kind: 'still' | 'clip'
  readonly at: number
  /** What the camera itself recorded, as it names it. */
  readonly reference?: string | undefined
  readonly alarmId?: string | undefined
  readonly isEvidence: boolean
  readonly reason?: string | undefined
  readonly by?: { readonly id: string; readonly name: string } | undefined
}

/** Asks for a recording; whoever keeps the ring makes it when its last second is there. */
export async function wantClip(kernel: Kernel, wish: ClipWish, tx: Tx): Promise<string> {
  const id = kernel.ids.next()
  const now = kernel.clock.now()
  const isClip = wish.kind === 'clip'
  const [from, to] = isClip ? [wish.at - clipBeforeMs, wish.at + clipAfterMs] : [wish.at, wish.at]
  const row = {
    ...{ id, camera_id: wish.camera.id, camera_name: wish.camera.name.slice(0, 60), place_path: wish.camera.placePath },
    ...{ kind: wish.kind, state: 'wanted', reference: wish.reference?.slice(0, 300) ?? null, alarm_id: wish.alarmId ?? null },
    ...{ at: wish.at, from_at: from, to_at: to, due_at: wish.reference === undefined ? Math.max(now, to) : now },
    ...{ is_evidence: wish.isEvidence ? 1 : 0, reason: wish.reason ?? null, created_at: now },
    ...{ by_id: wish.by?.id ?? null, by_name: wish.by?.name.slice(0, 60) ?? null },
  }
  await insert(kernel.store, 'camera_clips', row, tx)
  return id
}
