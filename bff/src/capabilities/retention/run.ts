import { recordOperation } from '../../kernel/audit/operations.ts'
import { signText } from '../../kernel/crypto/proof.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type AgedRow, agedRows, dayMs, heldAmong } from './aged.ts'
import { type Rule, rulesOf } from './rules.ts'

const chunk = 500
/** So many chunks of one class at a time; the rest waits for the next night. */
const chunksAtOnce = 400

export interface RunRow {
  readonly id: string
  readonly class: string
  readonly days: number
  readonly deleted: number
  readonly held: number
  readonly digest: string
  readonly text: string | null
  readonly signature: string | null
  readonly key_version: number | null
  readonly ran_at: number
}

const archiveKey = (run: string, part: number): string => `retention/${run}-${part}.sealed`
const sealedAt = (key: string) => ({ table: 'retention_runs', column: 'archive', row: key })

/** Clears away what is too old, class after class. Whatever stops it, each step is whole and the next night goes on. */
export async function clearAway(kernel: Kernel, askedBy: string | null = null): Promise<void> {
  for (const row of await kernel.store.rows<RunRow>('SELECT * FROM retention_runs WHERE signature IS NULL ORDER BY id'))
    await sign(kernel, row)
  for (const rule of await rulesOf(kernel)) if (rule.isOn && !rule.of.hasOwnJob) await clearClass(kernel, rule, askedBy)
}

async function clearClass(kernel: Kernel, { of, days }: Rule, askedBy: string | null): Promise<void> {
  const { store, ids, clock } = kernel
  const now = clock.now()
  const before = now - days * dayMs
  let [run, after, kept]: [RunRow | undefined, string, number] = [undefined, '', 0]
  for (let part = 0; part < chunksAtOnce; part++) {
    const rows = await agedRows(kernel, of, { before, after, limit: chunk, whole: of.action === 'archive' })
    if (rows.length === 0) break
    after = rows.at(-1)?.id ?? after
    if (!run) {
      run = {
        id: ids.next(),
        class: of.class,
        days,
        deleted: 0,
        held: 0,
        digest: '',
        text: null,
        signature: null,
        key_version: null,
        ran_at: now,
      }
      await insertOnce(store, 'retention_runs', { ...run, is_dry: 0, asked_by: askedBy })
    }
    const known = await heldAmong(kernel, of, rows)
    const going = rows.filter(({ id }) => !known.has(id))
    kept += rows.length - going.length
    // the copy is there and can be read before anything leaves the database
    if (of.action === 'archive' && going.length > 0) await writeArchive(kernel, archiveKey(run.id, part), going)
    run = await store.tx((tx) => removeRows(kernel, of, run as RunRow, going, kept, part, tx))
    if (rows.length < chunk) break
  }
  if (run) await sign(kernel, run)
}

async function removeRows(
  kernel: Kernel,
  of: Rule['of'],
  run: RunRow,
  going: readonly AgedRow[],
  kept: number,
  part: number,
  tx: Tx,
): Promise<RunRow> {
  const { store, crypto } = kernel
  // a hold that was placed in this very moment still counts
  const held = await heldAmong(kernel, of, going, tx)
  const ids = going.flatMap(({ id }) => (held.has(id) ? [] : [id]))
  const wanted = among('id', ids)
  const deleted = ids.length === 0 ? 0 : await store.run(`DELETE FROM ${of.table} WHERE ${wanted.sql}`, [...wanted.params], tx)
  const next: RunRow = {
    ...run,
    deleted: run.deleted + deleted,
    held: kept + held.size,
    digest: ids.length === 0 ? run.digest : crypto.sm3(`${run.digest}\n${ids.join('\n')}`).toString('hex'),
  }
  const text = textOf(of, next, of.action === 'archive' ? part + 1 : 0)
  await store.run(
    'UPDATE retention_runs SET deleted = ?, held = ?, digest = ?, text = ? WHERE id = ?',
    [next.deleted, next.held, next.digest, text, run.id],
    tx,
  )
  return { ...next, text }
}

/** What is signed: anybody who holds it, the ids and the public key can check it. */
const textOf = (of: Rule['of'], run: RunRow, parts: number): string =>
  JSON.stringify({
    ...{ run: run.id, class: of.class, table: of.table, action: of.action, days: run.days },
    ...{ before: new Date(run.ran_at - run.days * dayMs).toISOString(), ranAt: new Date(run.ran_at).toISOString() },
    ...{ deleted: run.deleted, held: run.held, digest: run.digest, parts },
  })

async function sign(kernel: Kernel, run: RunRow): Promise<void> {
  const text = run.text ?? '{}'
  const { signature, keyVersion } = signText(kernel, 'retention_runs', text)
  await kernel.store.tx(async (tx) => {
    const changed = await kernel.store.run(
      'UPDATE retention_runs SET text = ?, signature = ?, key_version = ? WHERE id = ? AND signature IS NULL',
      [text, signature, keyVersion, run.id],
      tx,
    )
    if (changed !== 1) return
    const after = { class: run.class, days: run.days, deleted: run.deleted, held: run.held, digest: run.digest }
    await recordOperation(
      kernel.audit,
      { kind: 'database', action: 'operation.retention-run', subject: 'retention', subjectId: run.id, after },
      tx,
    )
  })
}

async function writeArchive(kernel: Kernel, key: string, rows: readonly AgedRow[]): Promise<void> {
  const sealed = kernel.sealer.seal(rows.map((row) => JSON.stringify(row)).join('\n'), sealedAt(key))
  await kernel.files.put(key, Buffer.from(sealed), 'text/plain')
  if ((await readArchive(kernel, key)).length !== rows.length) throw new Error(`${key} does not hold what was written`)
}

/** What an archive of a run holds; throws when it is gone or was changed. */
export async function readArchive(kernel: Pick<Kernel, 'files' | 'sealer'>, key: string): Promise<AgedRow[]> {
  const opened = await kernel.files.open(key)
  if (!opened) throw new Error(`${key} is missing`)
  const parts: Buffer[] = []
  for await (const part of opened.stream) parts.push(part as Buffer)
  const text = kernel.sealer.open(Buffer.concat(parts).toString(), sealedAt(key))
  return text.split('\n').map((line) => JSON.parse(line) as AgedRow)
}

export const archivePart = archiveKey
