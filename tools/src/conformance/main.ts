import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { root } from '../checks/files.ts'
import { parseCsv } from '../csv.ts'
import { type Clause, judge, type Outcome } from './proof.ts'
import { page, summary } from './report.ts'

const results = `${root}.results`
const pagePath = `${root}docs/conformance/proven.md`

/** `npm run conformance` writes the page; `-- --check` only compares, and fails when the page is out of date. */
function main(args: readonly string[]): number {
  const outcomes = readOutcomes()
  if (outcomes.length === 0) {
    console.error('There are no test results in .results/. Run npm test first.')
    return 1
  }
  const judgement = judge(readClauses(), outcomes)
  console.log(summary(judgement))
  const text = page(judgement, readScreens())
  if (args.includes('--check')) {
    if (readFileSync(pagePath, 'utf8') !== text) {
      console.error('\ndocs/conformance/proven.md is out of date. Run npm run conformance and commit it.')
      return 1
    }
  } else writeFileSync(pagePath, text)
  return judgement.unknown.length > 0 ? 1 : 0
}

export const readClauses = (): Clause[] => parseCsv(readFileSync(`${root}docs/conformance/clauses.csv`, 'utf8')) as unknown as Clause[]

function readOutcomes(): Outcome[] {
  if (!existsSync(results)) return []
  return readdirSync(results)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => (JSON.parse(readFileSync(`${results}/${name}`, 'utf8')) as { tests: Outcome[] }).tests)
}

/** Where an area is seen, for the reader who wants to look: `area,screen`. */
export function readScreens(): Map<string, string[]> {
  const screens = new Map<string, string[]>()
  for (const { area = '', screen = '' } of parseCsv(readFileSync(`${root}docs/conformance/screens.csv`, 'utf8')))
    screens.set(area, [...(screens.get(area) ?? []), screen])
  return screens
}

if (process.argv[1]?.endsWith('conformance/main.ts')) process.exitCode = main(process.argv.slice(2))
