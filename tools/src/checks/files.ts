import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface SourceFile {
  /** From the repository root, with forward slashes. */
  readonly path: string
  readonly text: string
}

let listed: readonly string[] | undefined

/** Paths of all files that are, or are about to be, in the repository. */
export function trackedPaths(): readonly string[] {
  listed ??= execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(`${root}${path}`))
    .filter((path, index, all) => all.indexOf(path) === index)
  return listed
}

const texts = new Map<string, string>()

export function read(path: string): string {
  let text = texts.get(path)
  if (text === undefined) {
    text = readFileSync(`${root}${path}`, 'utf8')
    texts.set(path, text)
  }
  return text
}

/** Tracked files whose path fits, with their text. */
export function files(pattern: RegExp): SourceFile[] {
  return trackedPaths()
    .filter((path) => pattern.test(path))
    .map((path) => ({ path, text: read(path) }))
}

/** Hand-written code: no generated files, nothing built. */
export const code = (): SourceFile[] => files(/\.(ts|tsx|mjs|cjs|js|jsx)$/).filter(({ path }) => !/\.gen\.|\/fixtures\//.test(path))

/** Tests, and the help that only tests use. */
export const isTest = (path: string): boolean => /\.test\.tsx?$|\/testing(\.tsx?|\/)/.test(path) || /^[^/]+\/test\//.test(path)

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length
