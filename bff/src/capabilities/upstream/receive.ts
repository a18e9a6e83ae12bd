import { z } from '@liren/contract'
import { type UpstreamResult, type UpstreamRunKind, upstreamChangeSchema } from '@liren/contract/capabilities/upstream'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { applyChange, isRace, refusalOf } from './apply.ts'
import { ChangeRefused, type Sender, type SystemRow } from './row.ts'

const outcomes = ['created', 'updated', 'same', 'refused'] as const

/** A run in the making: what came of each change is counted, what was refused is listed. */
export interface Run {
  readonly id: string
  readonly counts: Record<(typeof outcomes)[number], number>
  rows: number
}

export async function openRun(kernel: Kernel, system: SystemRow, kind: UpstreamRunKind): Promise<Run> {
  const id = kernel.ids.next()
  const row = { id, system_id: system.id, place_path: system.place_path, kind, started_at: kernel.clock.now() }
  await insertOnce(kernel.store, 'upstream_runs', row)
  return { id, counts: { created: 0, updated: 0, same: 0, refused: 0 }, rows: 0 }
}

export async function closeRun(kernel: Kernel, { id, counts }: Run, fault: string | null): Promise<void> {
  await kernel.store.run(
    'UPDATE upstream_runs SET ended_at = ?, n_created = ?, n_updated = ?, n_same = ?, n_refused = ?, fault = ? WHERE id = ?',
    [...[kernel.clock.now(), ...outcomes.map((outcome) => counts[outcome]), fault, id]],
  )
}

/** Takes changes one by one, each whole or not at all: one that is refused holds up no other. */
export async function takeChanges(kernel: Kernel, sender: Sender, run: Run, told: readonly unknown[]): Promise<UpstreamResult[]> {
  const results: UpstreamResult[] = []
  for (const one of told) {
    run.rows++
    const result = await take(kernel, sender, one)
    run.counts[result.outcome]++
    if (result.outcome === 'refused') await keepRefusal(kernel, sender, run, one, result)
    results.push(result)
  }
  return results
}

/** One change in a transaction of its own. Whoever writes the same file at the same moment is let through first. */
export async function take(kernel: Kernel, sender: Sender, told: unknown): Promise<UpstreamResult> {
  const ref = wordOf(told, 'ref') ?? ''
  const refused = ({ why, fields }: ChangeRefused): UpstreamResult => ({ ref, outcome: 'refused', fileId: null, why, fields: [...fields] })
  const read = z.safeParse(upstreamChangeSchema, told)
  if (!read.success) return refused(new ChangeRefused('malformed', [...new Set(read.error.issues.map(({ path }) => path.join('.')))]))
  for (let attempt = 0; ; attempt++)
    try {
      const done = await kernel.store.tx((tx) => applyChange(kernel, sender, read.data, tx))
      return { ref, ...done, why: null, fields: [] }
    } catch (error) {
      if (isRace(error) && attempt < 2) continue
      const known = refusalOf(error)
      if (!known) throw error
      return refused(known)
    }
}

function wordOf(told: unknown, name: string): string | null {
  const said = told !== null && typeof told === 'object' ? (told as Record<string, unknown>)[name] : undefined
  return typeof said === 'string' ? said.slice(0, 80) : null
}

async function keepRefusal(kernel: Kernel, sender: Sender, run: Run, told: unknown, { why, fields }: UpstreamResult): Promise<void> {
  const [archive, ref, place] = ['archive', 'ref', 'place'].map((name) => wordOf(told, name))
  await insertOnce(kernel.store, 'upstream_refusals', {
    ...{ id: kernel.ids.next(), run_id: run.id, row_no: run.rows, archive: archive?.slice(0, 16) ?? null, ref: ref ?? null },
    ...{ place_said: place ?? null, why: why ?? 'malformed', fields: JSON.stringify(fields), refused_at: kernel.clock.now() },
  })
  await kernel.audit.write({
    ...{ actorKind: 'app', actorId: sender.system?.partner_id ?? null, action: 'upstream.refused', subject: archive || 'upstream' },
    ...{ subjectId: ref ?? null, placePath: null, result: 'refused', ip: null, requestId: null, reason: why ?? 'malformed' },
    after: { run: run.id, fields },
  })
}
