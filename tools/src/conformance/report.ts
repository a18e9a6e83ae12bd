import type { Judgement, Outcome, Proof } from './proof.ts'
import { documents } from './proof.ts'

const documentOf = (proof: Proof) => proof.clause.id.slice(0, proof.clause.id.indexOf('-'))

interface Tally {
  readonly name: string
  readonly proven: number
  readonly total: number
}

const tally = (name: string, proofs: readonly Proof[]): Tally => ({
  name,
  proven: proofs.filter((proof) => proof.proven).length,
  total: proofs.length,
})

function tallyBy(proofs: readonly Proof[], nameOf: (proof: Proof) => string, order?: readonly string[]): Tally[] {
  const names = order ?? [...new Set(proofs.map(nameOf))].sort()
  return names.map((name) =>
    tally(
      name,
      proofs.filter((proof) => nameOf(proof) === name),
    ),
  )
}

const row = ({ name, proven, total }: Tally) => `  ${name.padEnd(24)} ${String(proven).padStart(4)} / ${total}`

/** What `npm run conformance` prints: per document, per level and per area, and whatever is wrong. */
export function summary({ proofs, unknown }: Judgement): string {
  const lines = [
    'Clauses proven by passing tests',
    row(tally('all', proofs)),
    '\nBy document',
    ...tallyBy(proofs, documentOf, documents).map(row),
    '\nBy level',
    ...tallyBy(proofs, (proof) => proof.clause.level, ['must', 'should', 'may']).map(row),
    '\nBy area',
    ...tallyBy(proofs, (proof) => proof.clause.area).map(row),
  ]
  const failing = proofs.filter((proof) => proof.failing.length > 0)
  if (failing.length > 0)
    lines.push(
      '\nNamed by a failing test',
      ...failing.flatMap((proof) => proof.failing.map((test) => `  ${proof.clause.id}  ${where(test)}`)),
    )
  if (unknown.length > 0) lines.push('\nUnknown ids', ...unknown.map(({ id, outcome }) => `  ${id}  ${where(outcome)}`))
  return lines.join('\n')
}

const where = (outcome: Outcome) => `${outcome.file}: ${outcome.title}`

/** The page clause → tests → screens. Nothing in it depends on when or where it was made. */
export function page({ proofs }: Judgement, screens: ReadonlyMap<string, readonly string[]>): string {
  const total = tally('all', proofs)
  const out = [
    '# Clauses proven by tests',
    '',
    'Written by `npm run conformance` from the results of `npm test`; a clause stands here when at least one passing test names it',
    'and no failing one does. The register of all clauses is `clauses.csv`.',
    '',
    `**${total.proven} of ${total.total}** clauses.`,
    '',
    ...table('document', tallyBy(proofs, documentOf, documents)),
    ...table(
      'level',
      tallyBy(proofs, (proof) => proof.clause.level, ['must', 'should', 'may']),
    ),
    ...table(
      'area',
      tallyBy(proofs, (proof) => proof.clause.area).filter((entry) => entry.proven > 0),
    ),
  ]
  for (const document of documents) {
    const proven = proofs.filter((proof) => proof.proven && documentOf(proof) === document)
    if (proven.length === 0) continue
    out.push(`## ${document}`, '')
    for (const { clause, tests } of proven) {
      out.push(`### ${clause.id} · ${clause.level} · ${clause.area}`, '', clause.summary_zh, '')
      for (const test of tests) out.push(`- ${plain(test.title)} — \`${test.file}\``)
      const shown = screens.get(clause.area)
      if (shown) out.push(`- seen at: ${shown.map((screen) => `\`${screen}\``).join(' · ')}`)
      out.push('')
    }
  }
  return `${out.join('\n').trimEnd()}\n`
}

const plain = (text: string) => text.replace(/([<>|])/g, '\\$1')

function table(what: string, rows: readonly Tally[]): string[] {
  return [
    `| ${what} | proven | of |`,
    '|---|---:|---:|',
    ...rows.map(({ name, proven, total }) => `| ${name} | ${proven} | ${total} |`),
    '',
  ]
}
