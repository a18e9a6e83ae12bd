import type { Ddl } from '../store/ddl/ddl.ts'
import type { Store } from '../store/store.ts'

/** 网络安全法: logs are kept for six months at least. Below that even a clean-up cannot remove an entry. */
export const legalMinimumDays = 184

interface Rule {
  readonly table: string
  readonly on: 'UPDATE' | 'DELETE'
  /** Rows written before the legal minimum may be archived and removed. */
  readonly unlessOld?: boolean
}

const rules: readonly Rule[] = [
  { table: 'audit_entries', on: 'UPDATE' },
  { table: 'audit_entries', on: 'DELETE', unlessOld: true },
  { table: 'audit_links', on: 'UPDATE' },
  { table: 'audit_links', on: 'DELETE' },
  { table: 'audit_checkpoints', on: 'UPDATE' },
  { table: 'audit_checkpoints', on: 'DELETE' },
]

const sentence = 'the audit trail is only ever added to'
const nameOf = (rule: Rule): string => `${rule.table}_no_${rule.on.toLowerCase()}`

/**
 * Lets the database itself refuse what would change the trail. A server that grants no triggers (TiDB, some managed
 * MySQL) is left without; there tampering is found by the verifier, not prevented.
 */
export async function protectAudit(m: Ddl): Promise<void> {
  if (m.flavour === 'postgres') {
    await m.run(
      `CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '${sentence}'; END $$ LANGUAGE plpgsql`,
    )
  }
  for (const rule of rules) {
    await m.run(`DROP TRIGGER IF EXISTS ${nameOf(rule)}${m.flavour === 'postgres' ? ` ON ${rule.table}` : ''}`)
    try {
      await m.run(triggerSql(rule, m.flavour))
    } catch (error) {
      if (!withoutTriggers(error)) throw error
      return
    }
  }
}

export async function unprotectAudit(m: Ddl): Promise<void> {
  for (const rule of rules) {
    const on = m.flavour === 'postgres' ? ` ON ${rule.table}` : ''
    await m.run(`DROP TRIGGER IF EXISTS ${nameOf(rule)}${on}`)
  }
  if (m.flavour === 'postgres') await m.run('DROP FUNCTION IF EXISTS audit_refuse()')
}

function triggerSql(rule: Rule, flavour: Ddl['flavour']): string {
  const head = `CREATE TRIGGER ${nameOf(rule)} BEFORE ${rule.on} ON ${rule.table}`
  const days = `${legalMinimumDays * 86_400_000}`
  switch (flavour) {
    case 'sqlite': {
      const when = rule.unlessOld ? ` WHEN OLD.written_at > CAST(strftime('%s', 'now') AS INTEGER) * 1000 - ${days}` : ''
      return `${head} FOR EACH ROW${when} BEGIN SELECT RAISE(ABORT, '${sentence}'); END`
    }
    case 'postgres': {
      const when = rule.unlessOld ? ` WHEN (OLD.written_at > (extract(epoch from now()) * 1000)::bigint - ${days})` : ''
      return `${head} FOR EACH ROW${when} EXECUTE FUNCTION audit_refuse()`
    }
    default: {
      const refuse = `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${sentence}'`
      const body = rule.unlessOld ? `IF OLD.written_at > UNIX_TIMESTAMP() * 1000 - ${days} THEN ${refuse}; END IF` : refuse
      return `${head} FOR EACH ROW ${body}`
    }
  }
}

/** 1227, 1419: not allowed to; 1235: it knows no triggers. */
const refusals = new Set([1227, 1235, 1419])
const withoutTriggers = (error: unknown): boolean => refusals.has((error as { errno?: number }).errno ?? 0)

/** Whether the database refuses changes of the trail by itself. */
export async function trailProtected(store: Store): Promise<boolean> {
  const names = rules.map(nameOf)
  const marks = names.map(() => '?').join(', ')
  const catalogue = {
    sqlite: `SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'trigger' AND name IN (${marks})`,
    mysql: `SELECT COUNT(*) AS n FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name IN (${marks})`,
    postgres: `SELECT COUNT(*) AS n FROM pg_trigger WHERE tgname IN (${marks})`,
  }
  const [row] = await store.rows<{ n: number }>(catalogue[store.dialect], names)
  return Number(row?.n ?? 0) === names.length
}
