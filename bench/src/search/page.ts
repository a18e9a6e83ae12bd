import { readFileSync, writeFileSync } from 'node:fs'
import type { Asked } from './load.ts'

export interface SearchResult {
  readonly rows: number
  readonly people: number
  readonly seconds: number
  readonly node: string
  readonly indexMb: number
  /** Undefined while it was not complete. */
  readonly indexSeconds: number | undefined
  readonly table: Readonly<Record<string, Asked>>
}

const heading = '## Finding'

/** Everything from the heading on is this page's; the rest belongs to the other bench. */
export function writeSearchPage(path: string, result: SearchResult): void {
  const before = readFileSync(path, 'utf8').split(`\n${heading}`)[0]?.trimEnd()
  writeFileSync(path, `${before}\n\n${searchSection(result)}`)
}

/** The section of the last run, for the other bench to leave in place. */
export function keptSection(path: string): string {
  const section = readFileSync(path, 'utf8').split(`\n${heading}`)[1]
  return section === undefined ? '' : `\n${heading}${section}`
}

function searchSection({ rows, people, seconds, node, indexMb, indexSeconds, table }: SearchResult): string {
  const [[, base] = []] = Object.entries(table)
  const written =
    indexSeconds === undefined ? 'not yet complete' : `complete ${indexSeconds.toLocaleString('en')} s after the house was started`
  const lines = [
    `${heading} among ${rows.toLocaleString('en')} records`,
    '',
    `Written by \`npm run bench -- --search\`: ${rows.toLocaleString('en')} cases of 20 estates on MariaDB (buffer pool 256 MB), the house with its search`,
    `index (${indexMb.toLocaleString('en')} MB, ${written}), ${people} people who ask again as soon as they`,
    `are answered, ${seconds} s for each question, Node ${node}; generator, database and servers on the same two cores. "×" is processor time`,
    'per request against the bare driver, which fetches one row and its timeline by their indexes. Times are what each of the many waits.',
    '',
    '| question | per second | CPU ms | × | p50 ms | p97.5 ms | p99 ms | memory MB | failed |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...Object.entries(table).map(([name, one]) => {
      const times = base ? (one.cpuMsPerRequest / base.cpuMsPerRequest).toFixed(2) : '–'
      return `| ${name} | ${one.perSecond} | ${one.cpuMsPerRequest} | ${times} | ${one.p50} | ${one.p97} | ${one.p99} | ${one.rssMb} | ${one.failed} |`
    }),
    '',
  ]
  return lines.join('\n')
}
