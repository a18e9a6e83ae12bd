import { text } from '@liren/contract'
import type { Job, RetainedClass } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { daysSet, holdsOn } from '../retention/read.ts'
import { clipKey } from './finish.ts'

const dayMs = 86_400_000
const batch = 200
const about = [{ subject: 'clip', column: 'id' }] as const
const common = { table: 'camera_clips', at: 'created_at', action: 'delete', about, hasOwnJob: true } as const

export const usualClips: RetainedClass = {
  ...{ class: 'camera-clip', text: text('人工截取的录像', 'Clips kept by people'), leastDays: 1, usualDays: 30, where: 'is_evidence = 0' },
  ...{ basis: text('平台下限', 'The least that this platform keeps'), ...common },
}

export const evidenceClips: RetainedClass = {
  ...{
    class: 'camera-evidence',
    text: text('告警与抛物事件录像', 'Clips of alarms'),
    leastDays: 90,
    usualDays: 1095,
    where: 'is_evidence = 1',
  },
  ...{
    basis: text(
      'GB/T 42455.1—2023 8.1.12 c)：事件录像不随常规录像到期删除',
      'GB/T 42455.1 8.1.12 c): clips of events outlast the usual ones',
    ),
  },
  ...common,
}

/** Days that clips of this class are kept now. */
export const clipDays = async (kernel: Kernel, of: RetainedClass, tx?: Tx): Promise<number> =>
  (await daysSet(kernel, of.class, tx)) ?? of.usualDays

export const expireJob = (kernel: Kernel): Job => ({
  kind: 'camera.expire',
  text: text('清理到期录像', 'Remove clips whose time is over'),
  daily: '03:40',
  async run(_, { now }) {
    for (const of of [usualClips, evidenceClips]) await expire(kernel, of, now - (await clipDays(kernel, of)) * dayMs)
  },
})

/** First the bytes, then the row: what stopped half-way is found again. */
async function expire(kernel: Kernel, of: RetainedClass, before: number): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await unscoped<{ id: string }>(kernel.store, 'what is over goes, whoever it was kept by', {
      sql: `SELECT id FROM camera_clips WHERE ${of.where} AND created_at < ? AND id > ? ORDER BY id LIMIT ${batch}`,
      params: [before, after],
    })
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    const held = await holdsOn(
      kernel,
      'clip',
      rows.map(({ id }) => id),
    )
    for (const { id } of rows) {
      if (held.has(id)) continue
      await kernel.files.remove(clipKey(id))
      await kernel.store.run('DELETE FROM camera_clips WHERE id = ?', [id])
    }
  }
}
