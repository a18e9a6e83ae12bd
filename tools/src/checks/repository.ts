import type { SourceFile } from './files.ts'

const kinds = 'feat|fix|docs|test|build|chore|perf|refactor|style|ci|revert|bench'
const conventional = new RegExp(`^(${kinds})(\\([a-z0-9-]+(, ?[a-z0-9-]+)*\\))?!?: \\S.*[^.]$`)

/** First lines of commit messages that do not say what kind of change they are. */
export function unconventional(subjects: readonly string[]): string[] {
  return subjects.filter((subject) => !conventional.test(subject) || subject.length > 140)
}

/** Words that belong to a workplace, not to the product. Written so that this list does not find itself. */
const places = [
  /\/w[o]rk\/(main|wt|shared|brief)/,
  /\/f[a]rm(-|\/)/,
  /[.]libr[a]ry\//,
  /\/r[o]ot\//,
  /\bla[n]d\.sh\b/,
  /\bcl[a]ude\b|\banthr[o]pic\b|\bchatgp[t]\b|\bcop[i]lot\b/i,
]

export function workplaces(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (places.some((place) => place.test(line)) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  )
}

/** `migrations/NNNN-name.ts` and the list that runs them must be the same, in order, without a gap in time. */
export function migrationFaults(paths: readonly string[], barrel: string): string[] {
  const names = paths
    .filter((path) => /^bff\/migrations\/\d{4}-[a-z0-9-]+\.ts$/.test(path))
    .map((path) => path.replace('bff/migrations/', ''))
    .sort()
  const listed = [...barrel.matchAll(/from '\.\/([^']+)'/g)].map((match) => match[1] as string)
  const numbers = names.map((name) => name.slice(0, 4))
  return [
    ...names.filter((name) => !listed.includes(name)).map((name) => `${name} is not in bff/migrations/index.ts`),
    ...listed.filter((name) => !names.includes(name)).map((name) => `bff/migrations/index.ts lists ${name}, which does not exist`),
    ...listed.filter((name, index) => listed.indexOf(name) !== index).map((name) => `bff/migrations/index.ts lists ${name} twice`),
    ...numbers.filter((number, index) => numbers.indexOf(number) !== index).map((number) => `two migrations have the number ${number}`),
  ]
}

/** Every capability has its line in the glossary, and no term or name is given twice. */
export function glossaryFaults(capabilities: readonly { name: string }[], glossary: string): string[] {
  const rows = [...glossary.matchAll(/^\| ([^|]+) \| `([^`|]+)` \| ([^|]+) \|$/gm)].map(([, term, name, meaning]) => ({
    term: term?.trim(),
    name: name?.trim(),
    meaning: meaning?.trim(),
  }))
  const twice = (values: (string | undefined)[]) => values.filter((value, index) => values.indexOf(value) !== index)
  return [
    ...capabilities
      .filter(({ name }) => !rows.some((row) => row.name === name))
      .map(({ name }) => `capability ${name} is not in the glossary`),
    ...twice(rows.map((row) => row.term)).map((term) => `the term ${term} stands twice`),
    ...twice(rows.map((row) => row.name)).map((name) => `the name ${name} stands twice: one name per idea`),
  ]
}

/** Links inside the documentation that lead nowhere. */
export function deadLinks(documents: readonly SourceFile[], paths: ReadonlySet<string>): string[] {
  return documents.flatMap(({ path, text }) =>
    [...text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)]*)?\)/g)].flatMap((match) => {
      const target = resolve(path, match[1] as string)
      const exists = paths.has(target) || [...paths].some((known) => known.startsWith(`${target.replace(/\/$/, '')}/`))
      return exists ? [] : [`${path} links to ${match[1]}, which does not exist`]
    }),
  )
}

function resolve(from: string, link: string): string {
  const steps = link.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const step of link.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}
