import type { Condition } from '../../../kernel/store/condition.ts'
import { clearJob, seedSetting } from './state.ts'

/**
 * What stays when the demonstration goes. Every other table is emptied: rows that people made while playing carry no
 * mark, and a table that nobody thought of is rather emptied than left with invented people in it.
 */
export const keptTables: ReadonlySet<string> = new Set([
  'schema_migrations',
  // keys, and the trail with everything that proves it
  'key_versions',
  'key_reseals',
  'audit_entries',
  'audit_links',
  'audit_checkpoints',
  'audit_archives',
  'audit_verifications',
  'audit_reviews',
  'integrity_findings',
  // words and categories are settings of the house
  'dictionaries',
  'dictionary_items',
  'repair_categories',
  'waste_items',
  'consent_purposes',
  'entry_scenes',
  'catalogue_policies',
  'consent_texts',
  'identity_locks',
])

const builtinProducts = 'SELECT id FROM products WHERE is_builtin = 1'

/** Of these tables a part stays; the condition says which rows go. */
export const partly: Readonly<Record<string, Condition>> = {
  platform_settings: { sql: 'name IN (?, ?)', params: [seedSetting, 'setup'] },
  jobs: { sql: "kind <> ? AND (pending_key IS NULL OR pending_key NOT LIKE '%:repeat')", params: [clearJob] },
  // the newest number stays, or numbering would begin again
  live_events: { sql: 'seq < (SELECT newest FROM (SELECT MAX(seq) AS newest FROM live_events) numbered)', params: [] },
  product_models: { sql: `product_id NOT IN (${builtinProducts})`, params: [] },
  products: { sql: 'is_builtin = 0', params: [] },
}

/** First who could still come in, so that little is written behind us. */
export const firstTables: readonly string[] = ['sessions', 'users', 'partners', 'bridges']
