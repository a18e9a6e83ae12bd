import { readFileSync, writeFileSync } from 'node:fs'
import { type Setting, settings } from '@liren/bff/kernel/config'
import { root } from './checks/files.ts'

export const settingsPath = 'docs/operations/settings.md'
const [begin, end] = ['<!-- settings:begin -->', '<!-- settings:end -->']

/** The table of settings, from the one place where they are read. */
export function settingsTable(list: readonly Setting[]): string {
  const rows = list.map(({ name, fallback, zh, en, secret }) => {
    const value = fallback === '' ? '—' : `\`${fallback}\``
    return `| \`${name}\` | ${value} | ${zh}<br>${en}${secret ? ' (never logged)' : ''} |`
  })
  return ['| setting | default | |', '|---|---|---|', ...rows].join('\n')
}

/** Puts the table between the marks and leaves the rest of the page alone. */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${settingsPath} has lost its marks`)
  return `${page.slice(0, from + begin.length)}\n${table}\n${page.slice(to)}`
}

if (process.argv[1]?.endsWith('tools/src/settings.ts')) {
  const path = `${root}${settingsPath}`
  writeFileSync(path, withTable(readFileSync(path, 'utf8'), settingsTable(settings)))
  console.log(`${settingsPath} is written.`)
}
