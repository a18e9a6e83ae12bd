import { cpus, hostname, release, type as system, totalmem, userInfo } from 'node:os'
import type { Config, Setting } from '../config.ts'
import type { Sealer } from '../crypto/sealer.ts'
import { unscoped } from '../store/scope.ts'
import type { Store, Tx } from '../store/store.ts'
import type { Audit, AuditEntry, AuditKind } from './audit.ts'
import { forTheTrail } from './entry.ts'

/** What is done to the house rather than in it: written by the programs that do it, under the account they run as. */
export interface Operation {
  readonly kind: Exclude<AuditKind, 'business'>
  /** `operation.started`, `operation.backup-made` */
  readonly action: `operation.${string}`
  readonly subject: string
  readonly subjectId?: string | null
  readonly result?: AuditEntry['result']
  readonly before?: Record<string, unknown>
  readonly after?: Record<string, unknown>
}

export const operator = (): string => `${userInfo().username}@${hostname()}`

export const recordOperation = (audit: Audit, operation: Operation, tx?: Tx): Promise<void> =>
  audit.write(
    {
      actorKind: 'system',
      actorId: operator(),
      placePath: null,
      ip: null,
      requestId: null,
      ...operation,
      subjectId: operation.subjectId ?? null,
      result: operation.result ?? 'done',
    },
    tx,
  )

export interface StartFacts {
  /** Which process of the house: `host:port`. Each has its own history of starts. */
  readonly instance: string
  readonly version: string
  /** Names of the migrations that this start applied. */
  readonly migrated: readonly string[]
  /** Settings and their values, secrets already replaced by a fingerprint. */
  readonly settings: Readonly<Record<string, string>>
}

/** Writes what this start changed: the program, the database, the settings, the machine. Call it once per process. */
export async function recordStart({ store, audit }: { store: Store; audit: Audit }, facts: StartFacts): Promise<void> {
  const host = { name: hostname(), system: `${system()} ${release()}`, node: process.version, cpus: cpus().length, memory: totalmem() }
  const previous = await lastStart(store, facts.instance)
  const stopped = previous && (await stoppedAfter(store, facts.instance, previous.id))
  const operations: Operation[] = []
  if (previous && !stopped) operations.push({ kind: 'system', action: 'operation.unclean-stop', subject: 'house', result: 'failed' })
  if (previous && previous.version !== facts.version)
    operations.push({
      kind: 'application',
      action: 'operation.deployed',
      subject: 'house',
      before: { version: previous.version },
      after: { version: facts.version },
    })
  if (facts.migrated.length > 0)
    operations.push({
      kind: 'database',
      action: 'operation.migrated',
      subject: 'database',
      after: { migrations: facts.migrated },
    })
  const settings = difference(previous?.settings ?? {}, facts.settings)
  if (settings) operations.push({ kind: 'system', action: 'operation.config-changed', subject: 'settings', ...settings })
  const machine = difference(previous?.host ?? {}, host)
  if (machine) operations.push({ kind: 'host', action: 'operation.host-changed', subject: 'host', ...machine })
  operations.push({
    kind: 'application',
    action: 'operation.started',
    subject: 'house',
    subjectId: facts.instance,
    after: { version: facts.version, settings: facts.settings, host, process: process.pid },
  })
  // all or nothing: a start that is recorded again after an outage says nothing twice
  await store.tx(async (tx) => {
    for (const operation of operations) await recordOperation(audit, operation, tx)
  })
}

export const recordStop = (audit: Audit, instance: string): Promise<void> =>
  recordOperation(audit, { kind: 'application', action: 'operation.stopped', subject: 'house', subjectId: instance })

interface Started {
  readonly id: string
  readonly version: string
  readonly settings: Readonly<Record<string, string>>
  readonly host: Readonly<Record<string, unknown>>
}

async function lastStart(store: Store, instance: string): Promise<Started | undefined> {
  const [row] = await unscoped<{ id: string; after_json: string }>(store, forTheTrail, {
    sql: "SELECT id, after_json FROM audit_entries WHERE action = 'operation.started' AND subject_id = ? ORDER BY id DESC LIMIT 1",
    params: [instance],
  })
  return row && { id: row.id, ...(JSON.parse(row.after_json) as Omit<Started, 'id'>) }
}

async function stoppedAfter(store: Store, instance: string, id: string): Promise<boolean> {
  const sql = "SELECT id FROM audit_entries WHERE action = 'operation.stopped' AND subject_id = ? AND id > ? LIMIT 1"
  return (await unscoped(store, forTheTrail, { sql, params: [instance, id] })).length > 0
}

/** Only what differs, on both sides; undefined when nothing does. */
function difference(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name])
  if (names.length === 0) return undefined
  const pick = (from: Readonly<Record<string, unknown>>) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]))
  return { before: pick(before), after: pick(after) }
}

/** Settings as the log may hold them: of a secret only a mark that tells whether it is still the same. */
export function settingsFacts(
  { config, sealer }: { readonly config: Config; readonly sealer: Pick<Sealer, 'tokenMac'> },
  known: readonly Setting[],
): Record<string, string> {
  return Object.fromEntries(
    known.map(({ name, secret }) => {
      const value = String(config[name as keyof Config])
      return [name, secret && value !== '' ? `secret ${sealer.tokenMac('settings', `${name}=${value}`).split('.')[1]?.slice(0, 8)}` : value]
    }),
  )
}
