import { readFileSync, writeFileSync } from 'node:fs'
import type { Asked } from './load.ts'

export interface Pair {
  readonly alone: Asked
  readonly many: Asked
}

export interface SearchResult {
  readonly rows: number
  readonly people: number
  readonly seconds: number
  readonly node: string
  readonly indexMb: number
  /** Records that the search index held; undefined where it held all. */
  readonly indexed: number | undefined
  /** What the machine had to do for everybody, this bench included, at the beginning and at the end. */
  readonly load: readonly [number, number]
  /** The bare look-up comes first. */
  readonly table: Readonly<Record<string, Pair>>
}

const heading = '## Finding'
/** What people wrote about the runs stays where it is. */
const notes = '### About these figures'

/** Everything from the heading on is this page's; the rest belongs to the other bench. */
export function writeSearchPage(path: string, result: SearchResult): void {
  const [before = '', section = ''] = readFileSync(path, 'utf8').split(`\n${heading}`)
  const kept = section.split(`\n${notes}`)[1]
  writeFileSync(path, `${before.trimEnd()}\n\n${searchSection(result)}${kept === undefined ? '' : `\n${notes}${kept}`}`)
}

/** The section of the last run, for the other bench to leave in place. */
export function keptSection(path: string): string {
  const section = readFileSync(path, 'utf8').split(`\n${heading}`)[1]
  return section === undefined ? '' : `\n${heading}${section}`
}

const times = (one: number, base: number | undefined): string => (base ? (one / base).toFixed(1) : '–')

function searchSection({ rows, people, seconds, node, indexMb, indexed, load, table }: SearchResult): string {
  const [[, base] = []] = Object.entries(table)
  const written =
    indexed === undefined ? 'of all of them' : `of ${indexed.toLocaleString('en')} cases and everything else so far, still being written`
  const lines = [
    `${heading} among ${rows.toLocaleString('en')} records`,
    '',
    `Written by \`npm run bench -- search\`: ${rows.toLocaleString('en')} passages and ${rows.toLocaleString('en')} cases of 20 estates on MariaDB (buffer pool 256 MB), the house`,
    `with a search index (${indexMb.toLocaleString('en')} MB) ${written}; one person alone, then ${people} who ask again as soon as they are`,
    `answered, ${seconds} s for each question, Node ${node}; generator, database and servers on the same two cores, whose load was ${load[0].toFixed(0)} to`,
    `${load[1].toFixed(0)}. "×" is the middle time against the bare driver in the same run, which fetches one row and its timeline by their indexes.`,
    '',
    `| question | alone p50 ms | × | alone p97.5 | ${people}: per second | p50 ms | × | p97.5 | CPU ms | failed |`,
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...Object.entries(table).map(([name, { alone, many }]) =>
      [
        ...['', name, alone.p50, times(alone.p50, base?.alone.p50), alone.p97],
        ...[many.perSecond, many.p50, times(many.p50, base?.many.p50), many.p97, many.cpuMsPerRequest, alone.failed + many.failed, ''],
      ]
        .join(' | ')
        .trim(),
    ),
    '',
  ]
  return lines.join('\n')
}
