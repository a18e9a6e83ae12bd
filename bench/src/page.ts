import { writeFileSync } from 'node:fs'
import type { Measured } from './scenario.ts'
import { keptSection } from './search/page.ts'
import type { Sizes } from './sizes.ts'

export interface BenchResult {
  readonly rows: number
  readonly seconds: number
  readonly rounds: number
  readonly node: string
  readonly table: Readonly<Record<string, Readonly<Record<string, Measured>>>>
  readonly start: { readonly first: number; readonly second: number }
  readonly sizes: Sizes
}

/** Where the processor time goes that the bare servers do not spend; from profiles (`BENCH_PROFILE=folder`). */
const remaining = [
  'What remains. Around every answer stand about 0.06 ms of identity, rate, scope, schema, headers, statistics and promises. A list turns each',
  'row into what its reader may see and do; what depends on the reader alone is worked out once for as long as the session is known, and the',
  'answer is written once, as bytes (decision 0022). A read opens one sealed field (SM4 and HMAC-SM3, both of the OpenSSL inside Node) and sends',
  'its two statements in one trip. A create writes six rows, not one: the key with the sealed answer, the repair, its timeline, the event, the',
  'timer and the audit entry, in one transaction of two trips (all writes with the opening; the commit). Of its time about two fifths are the',
  'system calls of these two trips and of the answer, a twelfth is sealing and signing, a twelfth is garbage. The bare driver that writes the',
  'same six rows, all or none, shows what the promises cost by themselves: against one row twice the time cannot be reached with them.',
]

interface Goal {
  readonly name: string
  readonly server: string
  readonly most: number
}
const goals: readonly Goal[] = [
  { name: 'list', server: 'bare driver', most: 1.5 },
  { name: 'read', server: 'bare driver', most: 2 },
  { name: 'create', server: 'bare driver', most: 2 },
  { name: 'create', server: 'bare driver, same six rows', most: 2 },
  { name: 'create', server: 'bare sequelize', most: 2 },
]
const mostMemoryMb = 250

/** What was asked for, and whether this very run shows it. */
export function goalLines(table: BenchResult['table']): string[] {
  const lines = goals.flatMap(({ name, server, most }) => {
    const [own, base] = [table[name]?.liren?.cpuMsPerRequest, table[name]?.[server]?.cpuMsPerRequest]
    if (own === undefined || base === undefined) return []
    const times = own / base
    return [`- ${name} within ${most} times the ${server}: ${times.toFixed(2)}, ${times <= most ? 'kept' : '**not kept**'}`]
  })
  const memory = Math.max(...Object.values(table).map((servers) => servers.liren?.rssMb ?? 0))
  return [...lines, `- memory within ${mostMemoryMb} MB: ${memory} MB at most, ${memory <= mostMemoryMb ? 'kept' : '**not kept**'}`]
}

/** The page that the command leaves behind: ratios within one run; absolute figures belong to the machine of that day. */
export function writePage(path: string, result: BenchResult): void {
  const lines = [
    '# Benchmarks',
    '',
    `Written by \`npm run bench\`: ${result.rows.toLocaleString('en')} repairs on MariaDB, 16 connections, ${result.rounds} interleaved rounds of ${result.seconds} s, Node ${result.node},`,
    'generator and servers on the same two cores. The house answers with identity, scope, audit, masking and statistics on; the bare servers',
    'answer the same queries with nothing around them. "×" is processor time per request against the bare driver in the same run (for the cached',
    'answer: against the framework alone). Every server has answered 4,000 requests of a kind before it is measured. Background work runs in a',
    'separate process, as in production.',
    '',
    '| request | server | per second | CPU ms | × | p99 ms | memory MB | failed |',
    '|---|---|---:|---:|---:|---:|---:|---:|',
  ]
  for (const [name, servers] of Object.entries(result.table)) {
    const base = servers['bare driver']?.cpuMsPerRequest ?? 0
    for (const [server, one] of Object.entries(servers)) {
      const ratio = base > 0 ? (one.cpuMsPerRequest / base).toFixed(2) : '–'
      lines.push(
        `| ${name} | ${server} | ${one.perSecond} | ${one.cpuMsPerRequest} | ${ratio} | ${one.p99} | ${one.rssMb} | ${one.failed} |`,
      )
    }
  }
  lines.push('', 'Goals:', '', ...goalLines(result.table), '', ...remaining)
  const size = (kb: number | undefined) => (kb === undefined ? 'not built' : `${kb} kB`)
  lines.push(
    '',
    '| | |',
    '|---|---:|',
    `| start of the server on an empty folder, to ready | ${result.start.first} ms |`,
    `| start again | ${result.start.second} ms |`,
    `| mini-program, main package | ${size(result.sizes.weappMain)} |`,
    `| mini-program, all packages | ${size(result.sizes.weappTotal)} |`,
    `| resident app in the browser, first page, gzip | ${size(result.sizes.h5FirstPage)} |`,
    `| back office, first page, gzip | ${size(result.sizes.adminFirstPage)} |`,
    '',
  )
  writeFileSync(path, `${lines.join('\n')}${keptSection(path)}`)
}
