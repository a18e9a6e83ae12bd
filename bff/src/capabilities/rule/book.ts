import { type Book, openBook } from '../../engines/rule/book.ts'
import { nextNumber } from '../../engines/thing/index.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { TakenRules } from './edges.ts'
import { contentOf, type RuleRow } from './row.ts'

/** Counts changes of rules. */
export const pages = 'rules'
interface Kept {
  readonly revision: number
  readonly book: Book
  /** Devices for which bridges have confirmed that they run a rule by themselves, by rule. */
  readonly taken: ReadonlyMap<string, ReadonlySet<string>>
}
const kept = new WeakMap<Kernel, Kept>()

/** Said with every change of a rule or of what bridges confirmed, in its transaction. */
export const turnPage = (kernel: Kernel, tx: Tx): Promise<number> => nextNumber(kernel.store, pages, tx)

interface TakenRow {
  readonly rule_numbers: string
}

/** The rules in force. They are read again only when one has changed. */
export async function readBook(kernel: Kernel, tx?: Tx): Promise<Kept> {
  const [row] = await kernel.store.rows<{ value: number }>('SELECT value FROM counters WHERE name = ?', [pages], tx)
  const revision = Number(row?.value ?? 0)
  const before = kept.get(kernel)
  if (before?.revision === revision) return before
  const rows = await unscoped<RuleRow>(
    kernel.store,
    'rules work for the house itself',
    { sql: 'SELECT * FROM rules WHERE is_removed = 0 AND is_enabled = 1 ORDER BY id', params: [] },
    tx,
  )
  const book = openBook(
    rows.map((one) => ({ id: one.id, name: one.name, placePath: one.place_path, number: Number(one.number), content: contentOf(one) })),
  )
  const taken = new Map<string, Set<string>>()
  const bridges = await kernel.store.rows<TakenRow>('SELECT rule_numbers FROM rule_bridges WHERE taken_revision = revision', [], tx)
  for (const { rule_numbers } of bridges)
    for (const [id, { n, d }] of Object.entries(JSON.parse(rule_numbers) as TakenRules))
      if (book.rules.get(id)?.number === n) taken.set(id, new Set([...(taken.get(id) ?? []), ...d]))
  const opened = { revision, book, taken }
  kept.set(kernel, opened)
  return opened
}
