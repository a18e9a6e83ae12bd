import { isTest, type SourceFile } from './files.ts'

const lines = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

const limits = { file: 500, definition: 150, engine: 1800 }

/** Files that nobody can hold in the head: what grew over its limit. */
export function overLimits(sources: readonly SourceFile[]): string[] {
  const found: string[] = []
  const engines = new Map<string, number>()
  for (const { path, text } of sources) {
    const count = lines(text)
    if (count > limits.file) found.push(`${path} has ${count} lines; a file holds at most ${limits.file}: split it by meaning`)
    if (/\bdefine(Archive|Case|Publication|Rounds|Ledger|Thing|Pass)\(/.test(text) && /^contract\/src\/capabilities\//.test(path))
      if (count > limits.definition) found.push(`${path} has ${count} lines; a definition holds at most ${limits.definition}`)
    const engine = /^((?:bff|admin)\/src\/engines\/[^/]+)\//.exec(path)?.[1]
    if (engine && !isTest(path)) engines.set(engine, (engines.get(engine) ?? 0) + count)
  }
  for (const [engine, count] of engines)
    if (count > limits.engine) found.push(`${engine} has ${count} lines; an engine holds at most ${limits.engine}`)
  return found
}

/** Median and 95th percentile, the aim being 80 and 300. */
export function spread(sources: readonly SourceFile[]): { median: number; p95: number; longest: number; files: number } {
  const counts = sources.map(({ text }) => lines(text)).sort((a, b) => a - b)
  const at = (share: number) => counts[Math.min(counts.length - 1, Math.floor(counts.length * share))] ?? 0
  return { median: at(0.5), p95: at(0.95), longest: at(1), files: counts.length }
}
