import type { SourceFile } from './files.ts'

const doors: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/from '(?:@koa\/router|node:https?|ws|busboy)'/, 'opens a door of its own'],
  [/^import (?!type\b)[^\n]* from 'koa'/m, 'opens a door of its own'],
  [/\b(?:app|router)\.(?:use|get|post|put|patch|delete|all)\(/, 'mounts something by itself'],
  [/\bcreateServer\(|\.listen\(/, 'listens by itself'],
]

/**
 * Capabilities answer through routes of the contract and in no other way: only so does everything pass rate, identity,
 * permission, scope, schema, audit and presenter. Returns one sentence per breach.
 */
export function sideDoors(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^bff\/src\/(?:capabilities|engines)\//.test(path) && !/(?:\.test|\/testing)\.ts$/.test(path))
    .flatMap(({ path, text }) =>
      doors.filter(([pattern]) => pattern.test(text)).map(([, what]) => `${path} ${what}; every answer is a route() of the contract`),
    )
}
