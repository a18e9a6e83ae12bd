import { text } from '@liren/contract'
import { expireCommands, forgetOld, rollUp } from '../../engines/thing/index.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { forgetShownFrames } from './frames.ts'
import { sealDigests } from './secret.ts'

/** Days before a maintenance on which its keeper is told. */
const noticeDays = 3

export function deviceJobs(kernel: Kernel): Job[] {
  return [
    {
      kind: 'device.expire-commands',
      text: text('结束过期的指令', 'End commands whose time is over'),
      every: 10_000,
      run: async (_payload, { now }) => {
        const ended = await expireCommands(kernel, now)
        if (ended.length === 0) return
        const told = ended.map((one) => ({
          ...{ name: 'device.changed', subject: 'device', subjectId: one.deviceId, payload: { type: 'command.state', at: now } },
          live: { placePath: one.placePath, permission: 'device.read' },
        }))
        await kernel.store.tx((tx) => appendEvents(kernel, told, tx))
      },
    },
    {
      kind: 'device.seal-digests',
      text: text('封存设备密钥', 'Seal the keys of devices'),
      every: 60 * 60_000,
      run: async () => {
        while ((await sealDigests(kernel)) > 0);
      },
    },
    {
      kind: 'device.roll-up',
      text: text('汇总设备数据', 'Add up what devices measured'),
      every: 60_000,
      run: async () => {
        await kernel.lock.tryWith('device-roll-up', 5 * 60_000, async (signal) => {
          for (let round = 0; round < 40 && !signal.aborted; round++) if ((await rollUp(kernel)) === 0) return
        })
      },
    },
    {
      kind: 'device.forget',
      text: text('清理到期的设备数据', 'Clear away what was kept long enough'),
      daily: '03:10',
      run: (_payload, { now }) => forgetOld(kernel, now),
    },
    {
      kind: 'device.forget-frames',
      text: text('清理看过的报文', 'Clear away frames that were looked at'),
      every: 10 * 60_000,
      run: async (_payload, { now }) => void (await forgetShownFrames(kernel, now)),
    },
    {
      kind: 'device.remind',
      text: text('提醒设备维护', 'Tell keepers of maintenances that are due'),
      daily: '07:30',
      run: (_payload, { now }) => remind(kernel, now),
    },
  ]
}

interface Due {
  readonly id: string
  readonly name: string
  readonly place_path: string
  readonly keeper_id: string | null
  readonly maintain_on: string
}

/** Once for each date that is due: the event's consumers write the letters. */
async function remind(kernel: Kernel, now: number): Promise<void> {
  const until = dayOf(now + noticeDays * 86_400_000, kernel.config.LIREN_TIME_ZONE)
  for (;;) {
    const due = await unscoped<Due>(kernel.store, 'every device is looked after, wherever it is', {
      sql: `SELECT id, name, place_path, keeper_id, maintain_on FROM devices
            WHERE maintain_on <= ? AND stage IN ('active', 'maintaining') AND (reminded_on IS NULL OR reminded_on <> maintain_on) ORDER BY id LIMIT 200`,
      params: [until],
    })
    if (due.length === 0) return
    await kernel.store.tx(async (tx) => {
      const events = []
      for (const one of due) {
        const marked = await kernel.store.run(
          'UPDATE devices SET reminded_on = maintain_on WHERE id = ? AND maintain_on = ? AND (reminded_on IS NULL OR reminded_on <> maintain_on)',
          [one.id, one.maintain_on],
          tx,
        )
        if (marked !== 1) continue
        const payload = { name: one.name, maintainOn: one.maintain_on, keeperId: one.keeper_id }
        const live = { placePath: one.place_path, permission: 'device.maintain' }
        events.push({ name: 'device.maintenance-due', subject: 'device', subjectId: one.id, payload, live })
      }
      await appendEvents(kernel, events, tx)
    })
  }
}
