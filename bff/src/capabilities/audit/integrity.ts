import { recordOperation } from '../../kernel/audit/operations.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import { checkIntegrity } from '../../kernel/crypto/integrity.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { protectedBy } from '../../kernel/protected.ts'

/** Looks for rows that were changed behind the application, and tells whoever audits. */
export const findAlterations = (kernel: Kernel): Promise<{ rows: number; altered: number }> =>
  checkIntegrity(
    {
      store: kernel.store,
      clock: kernel.clock,
      ids: kernel.ids,
      sealer: kernel.sealer,
      onAltered: async ({ id, table, row }, tx) => {
        kernel.log.error({ table, row }, 'a row was changed behind the application')
        await recordOperation(
          kernel.audit,
          { kind: 'database', action: 'operation.row-altered', subject: table, subjectId: row, result: 'failed' },
          tx,
        )
        const event = { name: 'audit.row-altered', subject: table, subjectId: row, payload: { finding: id } }
        await appendEvents(kernel, [{ ...event, live: { permission: 'audit.read' } }], tx)
      },
    },
    protectedBy(kernel).guarded,
  )
