import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMetrics } from '@liren/bff/kernel/metrics'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = join(root, 'docs/operations')
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))
const read = (page: string): string => readFileSync(join(folder, page), 'utf8')

test('the page on monitoring has every figure that the house tells, and no other', async () => {
  const told = (await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name).filter((name) => name.startsWith('liren_'))
  const written = [...new Set([...read('monitoring.md').matchAll(/`(liren_[a-z_]+)`/g)].map(([, name]) => name))]
  expect(written.sort()).toEqual(told.sort())
})

test('every command of the manual exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  for (const page of pages)
    for (const [, name] of read(page).matchAll(/npm run ([a-z:-]+)/g))
      expect([page, name, name !== undefined && name in scripts]).toEqual([page, name, true])
})

test('every page is in the list, and what a page points to is there', () => {
  const list = read('README.md')
  for (const page of pages) if (page !== 'README.md') expect(list).toContain(`(${page})`)
  for (const page of pages)
    for (const [, target] of read(page).matchAll(/\]\(([^)#:]+)\)/g))
      expect([page, target, existsSync(join(folder, target as string))]).toEqual([page, target, true])
  for (const page of pages)
    for (const [path] of read(page).matchAll(/deploy\/[\w./-]*\w/g))
      expect([page, path, existsSync(join(root, path))]).toEqual([page, path, path !== 'deploy/compose/.env'])
})
