import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { filesAboutUser } from '../person/read.ts'
import { holdOn, holdsOn } from '../retention/read.ts'
import { closeAccount } from './close.ts'
import { makeExport } from './export.ts'
import { changeRequest, type RightsRequestRow } from './row.ts'

const why = 'requests are answered in time, whoever made them'

const rowsIn = (kernel: Kernel, state: string, column: 'due_at' | 'expires_at', now: number) =>
  unscoped<RightsRequestRow>(kernel.store, why, {
    sql: `SELECT * FROM rights_requests WHERE state = ? AND ${column} <= ? ORDER BY ${column} LIMIT 100`,
    params: [state, now],
  })

export const rightsJobs = (kernel: Kernel): Job[] => [
  {
    kind: 'rights.export',
    text: { zh: '生成个人信息导出', en: 'Write an export of personal data' },
    run: ({ requestId }) => makeExport(kernel, String(requestId)),
  },
  {
    kind: 'rights.watch',
    text: { zh: '权利申请到期处理', en: 'Requests of persons whose time has come' },
    every: 10 * 60_000,
    async run(_, { now }) {
      for (const row of await rowsIn(kernel, 'cooling', 'due_at', now)) await closeUnlessHeld(kernel, row)
      for (const row of await rowsIn(kernel, 'held', 'due_at', now)) await closeUnlessHeld(kernel, row)
      for (const row of await rowsIn(kernel, 'ready', 'expires_at', now)) await forgetExport(kernel, row)
      for (const row of await rowsIn(kernel, 'waiting', 'due_at', now))
        if (row.overdue_told_at === null) await tellOverdue(kernel, row, now)
    },
  },
]

async function closeUnlessHeld(kernel: Kernel, row: RightsRequestRow): Promise<void> {
  const files = await filesAboutUser(kernel, row.user_id)
  const ids = files.map(({ id }) => id)
  const hold = (await holdOn(kernel, 'user', row.user_id)) ?? [...(await holdsOn(kernel, 'person', ids)).values()][0]
  if (!hold) await closeAccount(kernel, row)
  else if (row.state !== 'held') await changeRequest(kernel, row, { state: 'held', answer: hold.reason })
}

/** The bytes go first: a row that says ready without them would lie. */
async function forgetExport(kernel: Kernel, row: RightsRequestRow): Promise<void> {
  if (row.file_key !== null) await kernel.files.remove(row.file_key)
  await changeRequest(kernel, row, { state: 'expired', file_key: null, bytes: null })
}

async function tellOverdue(kernel: Kernel, row: RightsRequestRow, now: number): Promise<void> {
  await kernel.store.tx(async (tx) => {
    await changeRequest(kernel, row, { overdue_told_at: now }, tx)
    const payload = { placePath: row.place_path }
    await appendEvents(
      kernel,
      [
        {
          name: 'rights.overdue',
          subject: 'rights',
          subjectId: row.id,
          payload,
          live: { placePath: row.place_path, permission: 'rights.handle' },
        },
      ],
      tx,
    )
  })
}
