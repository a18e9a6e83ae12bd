import { text } from '@liren/contract'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import { authorityKinds } from '../../kernel/crypto/x509/authority.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { renewList } from './authorities.ts'
import { letGo } from './owners.ts'
import type { CertificateRow } from './row.ts'

const day = 86_400_000
const noticeDays = 30
const everywhere = 'every certificate ends in time, wherever its owner is'

export const certificateJobs = (kernel: Kernel): Job[] => [
  {
    kind: 'certificate.expire',
    text: text('到期证书失效', 'End certificates whose time is over'),
    every: 60_000,
    run: (_payload, { now }) => expire(kernel, now),
  },
  {
    kind: 'certificate.remind',
    text: text('提醒更新证书', 'Tell of certificates that end soon'),
    daily: '07:40',
    run: (_payload, { now }) => remind(kernel, now),
  },
  {
    kind: 'certificate.lists',
    text: text('更新证书吊销列表', 'Write the lists of revoked certificates anew'),
    daily: '02:20',
    async run(_payload, { now }) {
      for (const kind of authorityKinds) await renewList(kernel, kind, now)
    },
  },
]

async function expire(kernel: Kernel, now: number): Promise<void> {
  const due = await unscoped<CertificateRow>(kernel.store, everywhere, {
    sql: "SELECT * FROM certificates WHERE state = 'issued' AND until_at <= ? ORDER BY until_at LIMIT 200",
    params: [now],
  })
  for (const row of due)
    await kernel.store.tx(async (tx) => {
      const sql = "UPDATE certificates SET state = 'expired', version = version + 1 WHERE id = ? AND state = 'issued'"
      if ((await kernel.store.run(sql, [row.id], tx)) !== 1) return
      await letGo(kernel, row, tx)
      await appendEvents(kernel, [told('certificate.changed', row)], tx)
    })
}

/** Once for each certificate, unless its successor is there already. */
async function remind(kernel: Kernel, now: number): Promise<void> {
  const due = await unscoped<CertificateRow>(kernel.store, everywhere, {
    sql: `SELECT * FROM certificates WHERE state = 'issued' AND until_at <= ? AND reminded_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM certificates f WHERE f.follows_id = certificates.id AND f.state = 'issued') ORDER BY until_at LIMIT 200`,
    params: [now + noticeDays * day],
  })
  for (const row of due)
    await kernel.store.tx(async (tx) => {
      const sql = 'UPDATE certificates SET reminded_at = ? WHERE id = ? AND reminded_at IS NULL'
      if ((await kernel.store.run(sql, [now, row.id], tx)) === 1) await appendEvents(kernel, [told('certificate.expiring', row)], tx)
    })
}

const told = (name: string, row: CertificateRow) => ({
  ...{ name, subject: 'certificate', subjectId: row.id, payload: { owner: row.owner_code, until: Number(row.until_at) } },
  live: { placePath: row.place_path, permission: 'certificate.read' },
})
