/** One requirement of one document, from the register. */
export interface Clause {
  readonly id: string
  readonly level: 'must' | 'should' | 'may'
  readonly kind: string
  readonly area: string
  readonly ends: string
  readonly summary_zh: string
  readonly group: string
}

/** One test as a run reported it. */
export interface Outcome {
  readonly project: string
  readonly file: string
  readonly title: string
  readonly state: string
}

export interface Proof {
  readonly clause: Clause
  /** Passing tests that name the clause, each once however many stores it ran on. */
  readonly tests: readonly Outcome[]
  readonly failing: readonly Outcome[]
  readonly proven: boolean
}

export interface Judgement {
  readonly proofs: readonly Proof[]
  /** Ids in test titles that the register does not know: a clause cannot be proven by a typing error. */
  readonly unknown: readonly { id: string; outcome: Outcome }[]
}

export const documents = ['CSPSTC', 'SZSQ', 'DB3205', 'GB42455', 'ZJWL'] as const

const bracket = new RegExp(`\\[((?:${documents.join('|')})-[^\\]]*)\\]`, 'g')

/** `[GB42455-7.3.2-b] refuses …` → the ids in the brackets. Several may share one pair. */
export function idsIn(title: string): string[] {
  return [...title.matchAll(bracket)].flatMap((match) => (match[1] ?? '').split(/[,;\s]+/).filter(Boolean))
}

/** A clause is proven when at least one test that names it passed and none that names it failed. */
export function judge(clauses: readonly Clause[], outcomes: readonly Outcome[]): Judgement {
  const known = new Set(clauses.map((clause) => clause.id))
  const named = new Map<string, Outcome[]>()
  const unknown: { id: string; outcome: Outcome }[] = []
  for (const outcome of outcomes)
    for (const id of idsIn(outcome.title)) {
      if (!known.has(id)) unknown.push({ id, outcome })
      else named.set(id, [...(named.get(id) ?? []), outcome])
    }
  const proofs = clauses.map((clause) => {
    const all = named.get(clause.id) ?? []
    const tests = once(all.filter((outcome) => outcome.state === 'passed'))
    const failing = once(all.filter((outcome) => outcome.state === 'failed'))
    return { clause, tests, failing, proven: tests.length > 0 && failing.length === 0 }
  })
  return { proofs, unknown }
}

/** The same test on another store is the same test. Sorted, so that the page does not depend on the order of a run. */
function once(outcomes: readonly Outcome[]): Outcome[] {
  const byName = new Map(outcomes.map((outcome) => [`${outcome.file}\u0000${outcome.title}`, outcome]))
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, outcome]) => outcome)
}
