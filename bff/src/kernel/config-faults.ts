import type { Text } from '@liren/contract'

/** The settings do not make a house; says why, one line a fault. */
export class ConfigError extends Error {
  /** The same for whoever started it, where the fault is told in both languages. */
  readonly faults: readonly Text[]

  constructor(message: string, faults: readonly Text[] = []) {
    super(message)
    this.name = 'ConfigError'
    this.faults = faults
  }

  static of(faults: readonly Text[]): ConfigError {
    return new ConfigError(faults.map(({ en }) => en).join('\n'), faults)
  }
}

export function notASetting(name: string, known: readonly string[]): Text {
  const near = nearest(name, known)
  return {
    zh: `没有 ${name} 这个设置项${near ? `，是否想写 ${near}？` : ''}`,
    en: `${name} is not a setting${near ? `; did you mean ${near}?` : ''}`,
  }
}

export const notAllowed = (name: string): Text => ({
  zh: `${name} 只能用于演示与测试`,
  en: `${name} is refused outside the demo and tests`,
})

/** What a schema says about a value; the parts that a sentence is made of. */
export interface Issue {
  readonly code?: string | undefined
  readonly message: string
  readonly expected?: unknown
  readonly values?: unknown
  readonly minimum?: unknown
  readonly maximum?: unknown
}

export function notValid(name: string, given: string, issues: readonly Issue[], meant: Text): Text {
  const wanted = issues.map((issue) => describe(issue, meant))
  return {
    zh: `${name}=${given} 不可用：${wanted.map(({ zh }) => zh).join('，')}`,
    en: `${name}=${given} is not valid: ${wanted.map(({ en }) => en).join(', ')}`,
  }
}

function describe(issue: Issue, meant: Text): Text {
  if (Array.isArray(issue.values)) return { zh: `可填 ${issue.values.join('、')}`, en: `one of ${issue.values.join(', ')}` }
  if (issue.minimum !== undefined) return { zh: `不小于 ${issue.minimum}`, en: `at least ${issue.minimum}` }
  if (issue.maximum !== undefined) return { zh: `不大于 ${issue.maximum}`, en: `at most ${issue.maximum}` }
  if (issue.expected === 'number') return { zh: '应为数字', en: 'a number' }
  if (issue.expected === 'int') return { zh: '应为整数', en: 'a whole number' }
  // what a schema of ours says by itself is a form to follow, the same in any language
  if (issue.code === 'custom' && issue.message) return { zh: `应为 ${issue.message}`, en: issue.message }
  return { zh: `写法不对，应为：${meant.zh}`, en: `not in the form that it takes: ${meant.en}` }
}

function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = 4
  for (const candidate of known) {
    const distance = editDistance(name, candidate)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution))
    }
    row = next
  }
  return row[b.length] ?? 0
}
