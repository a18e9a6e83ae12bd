import { z } from '@liren/contract'
import { mostChanges, type UpstreamRunKind, upstreamErrors } from '@liren/contract/capabilities/upstream'
import { getOut, OutgoingRefused } from '../../kernel/adapters/outgoing.ts'
import { refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { senderOf } from './mandates.ts'
import { closeRun, openRun, type Run, takeChanges } from './receive.ts'
import { keyAt, type SystemRow } from './row.ts'
import { hostsAllowed } from './systems.ts'

/** What an outside system answers: changes since the cursor that it gave last, a page at a time, in the form in which others push them. */
const answerSchema = z.object({
  changes: z.array(z.unknown()).check(z.maxLength(mostChanges)),
  cursor: z.string().check(z.minLength(1), z.maxLength(200)),
  more: z.boolean(),
})

const mostPages = 50
const mostBytes = 4_000_000
const minute = 60_000

class SystemFault extends Error {}

function faultOf(error: unknown): string {
  if (error instanceof SystemFault) return error.message
  if (error instanceof OutgoingRefused) return error.reason
  const { name, code } = error as { name?: string; code?: string }
  if (name === 'TimeoutError') return 'timeout'
  if (code === undefined) throw error
  return code.toLowerCase().slice(0, 60)
}

async function ask(kernel: Kernel, system: SystemRow, cursor: string | null) {
  const url = new URL(system.url ?? '')
  if (cursor !== null) url.searchParams.set('cursor', cursor)
  const key = system.key_sealed === null ? undefined : kernel.sealer.open(system.key_sealed, { ...keyAt, row: system.id })
  const { status, text } = await getOut({
    ...{ url: url.href, timeoutMs: 10_000, allowed: hostsAllowed(kernel), mostBytes },
    headers: { accept: 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
  })
  if (status !== 200) throw new SystemFault(`status-${status}`)
  const parsed = answerSchema.safeParse(parse(text))
  if (!parsed.success) throw new SystemFault('not-changes')
  return parsed.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SystemFault('not-json')
  }
}

/** Asks until there is no more. The cursor moves on page by page: what was taken is not asked for again, whatever follows. */
async function pages(kernel: Kernel, system: SystemRow, run: Run): Promise<string | null> {
  let cursor = system.next_cursor
  try {
    for (let page = 0; page < mostPages; page++) {
      const answer = await ask(kernel, system, cursor)
      // asked anew for each page: what was taken back meanwhile is over
      await takeChanges(kernel, await senderOf(kernel, system), run, answer.changes)
      cursor = answer.cursor
      await kernel.store.run('UPDATE upstream_systems SET next_cursor = ? WHERE id = ?', [cursor, system.id])
      if (!answer.more) return null
    }
    return 'too-many-pages'
  } catch (error) {
    return faultOf(error)
  }
}

/** One run against one system, one at a time. Its id, or nothing where somebody else is at it. */
export async function syncSystem(kernel: Kernel, system: SystemRow, kind: UpstreamRunKind): Promise<string | undefined> {
  return kernel.lock.tryWith(`upstream:${system.id}`, 15 * minute, async () => {
    const run = await openRun(kernel, system, kind)
    const fault = await pages(kernel, system, run)
    await closeRun(kernel, run, fault)
    const now = kernel.clock.now()
    const next = system.every_minutes > 0 ? now + system.every_minutes * minute : null
    await kernel.store.run('UPDATE upstream_systems SET synced_at = ?, next_at = ?, fault = ? WHERE id = ?', [
      ...[fault === null ? now : system.synced_at, next, fault, system.id],
    ])
    return run.id
  })
}

/** Asked for by somebody: says so where there is nothing to ask or it is being asked already. */
export async function syncNow(kernel: Kernel, system: SystemRow): Promise<string> {
  if (system.url === null || system.is_on !== 1) throw refuseWith(upstreamErrors, 'upstream.no-address')
  const run = await syncSystem(kernel, system, 'now')
  if (run === undefined) throw refuseWith(upstreamErrors, 'upstream.busy')
  return run
}

/** Every system whose time has come; one that does not answer holds up no other. */
export async function syncDue(kernel: Kernel): Promise<void> {
  const due = await unscoped<SystemRow>(kernel.store, 'the clock asks outside systems for the house', {
    sql: 'SELECT * FROM upstream_systems WHERE is_on = 1 AND next_at IS NOT NULL AND next_at <= ? AND url IS NOT NULL ORDER BY next_at LIMIT 50',
    params: [kernel.clock.now()],
  })
  for (const system of due) await syncSystem(kernel, system, 'scheduled')
}
