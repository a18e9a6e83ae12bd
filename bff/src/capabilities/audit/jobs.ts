import { text } from '@liren/contract'
import { archiveAudit } from '../../kernel/audit/archive.ts'
import { sealAudit } from '../../kernel/audit/seal.ts'
import type { KeptCheckpoint } from '../../kernel/audit/verify.ts'
import type { Job } from '../../kernel/capability.ts'
import { forgetNonces } from '../../kernel/crypto/signed-request.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { daysSet } from '../retention/read.ts'
import { findAlterations } from './integrity.ts'
import { prepareReview } from './reviews.ts'
import { trailOf } from './trail.ts'
import { askVerification, runVerification } from './verifications.ts'

const minute = 60_000

export function auditJobs(kernel: Kernel): Job[] {
  return [
    {
      kind: 'audit.seal',
      text: text('审计记录编号与签名', 'Number and sign audit entries'),
      every: 10_000,
      run: async (_payload, { now }) => {
        // Now and then far back, for entries whose transaction took its time.
        const lookBack = now % (10 * minute) < 15_000 ? 24 * 60 * minute : undefined
        await kernel.lock.tryWith('audit-seal', minute, () => sealAudit(trailOf(kernel), lookBack === undefined ? {} : { lookBack }))
      },
    },
    {
      kind: 'audit.verify',
      text: text('校验审计链', 'Verify the audit trail'),
      daily: '02:40',
      run: async (payload) => {
        const id = typeof payload.id === 'string' ? payload.id : await askVerification(kernel, null)
        await runVerification(kernel, id, (payload.kept ?? []) as KeptCheckpoint[])
      },
    },
    {
      kind: 'audit.integrity',
      text: text('检查绕过系统的改动', 'Look for rows changed behind the application'),
      every: 4 * minute,
      run: async () => {
        await findAlterations(kernel)
      },
    },
    {
      kind: 'audit.archive',
      text: text('归档到期的审计记录', 'Archive audit entries that are old enough'),
      daily: '03:30',
      run: async () => {
        await kernel.lock.tryWith('audit-archive', 10 * minute, async (signal) => {
          const days = (await daysSet(kernel, 'audit')) ?? kernel.config.LIREN_AUDIT_DAYS
          while (!signal.aborted && (await archiveAudit(kernel, days)) > 0);
        })
      },
    },
    {
      kind: 'audit.review',
      text: text('准备月度日志审阅', 'Prepare the monthly log review'),
      daily: '06:10',
      run: async () => {
        await prepareReview(kernel)
      },
    },
    {
      kind: 'audit.forget-nonces',
      text: text('清理过期的请求随机数', 'Forget nonces of signed requests'),
      every: 10 * minute,
      run: async (_payload, { now }) => {
        await forgetNonces(kernel.store, now)
      },
    },
  ]
}
