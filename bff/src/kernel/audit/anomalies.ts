import type { EntryRow } from './entry.ts'

/** What a person who reviews the log should look at first. */
export interface Anomaly {
  readonly rule: string
  readonly text: { readonly zh: string; readonly en: string }
  readonly count: number
  readonly examples: readonly { readonly who: string | null; readonly count: number; readonly entryId: string | null }[]
}

export type SeenEntry = Pick<EntryRow, 'id' | 'written_at' | 'actor_id' | 'actor_kind' | 'action' | 'result' | 'ip'>

interface Rule {
  readonly rule: string
  readonly text: { readonly zh: string; readonly en: string }
  /** By whom or what entries are counted; undefined for entries that are none of this rule's business. */
  readonly key: (entry: SeenEntry, hour: number) => string | undefined
  /** How many of one key are worth a look. */
  readonly from: number
}

const administrative = /^(?:role|user|key|audit|api|setup)\.|^operation\.config/
const who = (entry: SeenEntry): string => entry.actor_id ?? entry.ip ?? entry.actor_kind

const rules: readonly Rule[] = [
  {
    rule: 'refused-often',
    text: { zh: '同一人多次被拒绝', en: 'One person was refused many times' },
    key: (entry) => (entry.result === 'refused' && entry.actor_id ? entry.actor_id : undefined),
    from: 20,
  },
  {
    rule: 'sign-in-failures',
    text: { zh: '同一来源多次登录失败', en: 'Many failed sign-ins from one source' },
    key: (entry) => (entry.action.startsWith('session.') && entry.result !== 'done' ? (entry.ip ?? who(entry)) : undefined),
    from: 10,
  },
  {
    rule: 'night-administration',
    text: { zh: '深夜（0–5 时）管理操作', en: 'Administration at night (0 to 5)' },
    key: (entry, hour) =>
      hour < 5 && entry.actor_kind === 'user' && entry.result === 'done' && administrative.test(entry.action) ? who(entry) : undefined,
    from: 1,
  },
  {
    rule: 'exports-often',
    text: { zh: '同一人多次导出', en: 'One person exported many times' },
    key: (entry) => (/\.export(?:ed)?\b/.test(entry.action) && entry.result === 'done' ? who(entry) : undefined),
    from: 5,
  },
  {
    rule: 'reveals-often',
    text: { zh: '同一人多次查看敏感信息原文', en: 'One person revealed masked data many times' },
    key: (entry) => (/\.reveal(?:ed)?\b/.test(entry.action) && entry.result === 'done' ? who(entry) : undefined),
    from: 30,
  },
  {
    rule: 'failures',
    text: { zh: '操作因系统故障失败', en: 'Actions that failed on our side' },
    key: (entry) => (entry.result === 'failed' && !entry.action.startsWith('operation.') ? entry.action : undefined),
    from: 1,
  },
  {
    rule: 'integrity',
    text: { zh: '绕过系统的数据改动', en: 'Data changed behind the application' },
    key: (entry) => (entry.action === 'operation.row-altered' || entry.action === 'operation.trail-broken' ? entry.action : undefined),
    from: 1,
  },
]

const shownExamples = 10

/** Counts while a month's entries pass by, so that no month is too large. */
export function anomalyCounter(hourOf: (at: number) => number) {
  const counts = rules.map(() => new Map<string, { count: number; first: string }>())
  let entries = 0
  return {
    see(entry: SeenEntry): void {
      entries++
      const hour = hourOf(entry.written_at)
      rules.forEach((rule, i) => {
        const key = rule.key(entry, hour)
        if (key === undefined) return
        const known = counts[i]?.get(key)
        if (known) known.count++
        else counts[i]?.set(key, { count: 1, first: entry.id })
      })
    },
    result(): { entries: number; anomalies: Anomaly[] } {
      const anomalies = rules.flatMap((rule, i) => {
        const found = [...(counts[i] ?? [])].filter(([, { count }]) => count >= rule.from).sort(([, a], [, b]) => b.count - a.count)
        if (found.length === 0) return []
        const examples = found.slice(0, shownExamples).map(([key, { count, first }]) => ({ who: key, count, entryId: first }))
        return [{ rule: rule.rule, text: rule.text, count: found.reduce((sum, [, { count }]) => sum + count, 0), examples }]
      })
      return { entries, anomalies }
    },
  }
}
