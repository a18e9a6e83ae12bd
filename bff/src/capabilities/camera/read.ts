import type { Facade } from '@liren/contract/camera/facade'
import type { CameraClip } from '@liren/contract/capabilities/camera'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { clipDays, usualClips } from './expire.ts'
import { listClips } from './load.ts'
import { presentClip } from './present.ts'

export { recorderOf } from './recorder.ts'

export interface SeenFacade {
  readonly building: { readonly id: string; readonly path: string; readonly label: string }
  readonly facade: Facade
}

/** The facades that a camera looks at. */
export async function facadesOf(kernel: Kernel, cameraId: string, tx?: Tx): Promise<SeenFacade[]> {
  const statement = {
    sql: "SELECT place_id, place_path, place_label, facade FROM camera_covers WHERE camera_id = ? AND kind = 'facade' ORDER BY id",
    params: [cameraId],
  }
  const rows = await unscoped<{ place_id: string; place_path: string; place_label: string; facade: string | null }>(
    kernel.store,
    'what a camera saw is placed on the facade it looks at',
    statement,
    tx,
  )
  return rows.flatMap(({ place_id, place_path, place_label, facade }) =>
    facade === null ? [] : [{ building: { id: place_id, path: place_path, label: place_label }, facade: JSON.parse(facade) as Facade }],
  )
}

/** What was kept with an alarm, for rooms that show it with a record of their own. */
export async function clipsOfAlarm(kernel: Kernel, scope: Scope, alarmId: string): Promise<CameraClip[]> {
  const [{ items }, days] = [await listClips(kernel, scope, { alarmId, limit: 20 }), await clipDays(kernel, usualClips)]
  return items.map((row) => presentClip(row, days))
}
