import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { settings } from '@liren/bff/kernel/config'
import { allCapabilities } from '@liren/contract/capabilities/index'
import { describe, expect, it } from 'vitest'
import { lineDiff } from '../diff.ts'
import { settingsPath, settingsTable, withTable } from '../settings.ts'
import { files, read, root, trackedPaths } from './files.ts'
import { deadLinks, glossaryFaults, migrationFaults, unconventional, workplaces } from './repository.ts'

const subjects = () =>
  execFileSync('git', ['log', '--no-merges', '--format=%s', '-n', '30'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)

describe('the repository', () => {
  it('has conventional commit messages', () => {
    expect(unconventional(subjects())).toEqual([])
  })

  it('names no workplace', () => {
    expect(
      workplaces(
        files(/\.(ts|tsx|mjs|js|json|md|yml|yaml|sh|css|scss|html|csv|conf)$|^\.ci\//).filter(({ path }) => path !== 'package-lock.json'),
      ),
    ).toEqual([])
  })

  it('runs every migration there is', () => {
    expect(migrationFaults(trackedPaths(), read('bff/migrations/index.ts'))).toEqual([])
  })

  it('describes every setting', () => {
    const page = read(settingsPath)
    expect(lineDiff(page, withTable(page, settingsTable(settings)))).toBe('')
  })

  it('gives every capability a line in the glossary', () => {
    expect(glossaryFaults(allCapabilities, read('docs/glossary.md'))).toEqual([])
  })

  it('has no dead link in its documentation', () => {
    expect(deadLinks(files(/\.md$/), new Set(trackedPaths()))).toEqual([])
  })

  it.each(['README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs/ARCHITECTURE.md', 'docs/glossary.md'])('holds %s', (path) => {
    expect(existsSync(`${root}${path}`)).toBe(true)
  })

  it('gives every package its name, licence and type check', () => {
    const { workspaces, version } = JSON.parse(read('package.json')) as { workspaces: string[]; version: string }
    for (const name of workspaces) {
      const manifest = JSON.parse(read(`${name}/package.json`))
      expect(manifest).toMatchObject({ name: `@liren/${name}`, version, license: 'Apache-2.0', private: true })
      if (files(/\.tsx?$/).every(({ path }) => !path.startsWith(`${name}/`))) continue
      expect(manifest.scripts.typecheck).toMatch(/^tsc -p \./)
      expect(existsSync(`${root}${name}/tsconfig.json`), `${name}/tsconfig.json`).toBe(true)
    }
    expect(JSON.parse(read('lerna.json')).packages).toEqual(workspaces)
  })
})

describe('the checks of the repository', () => {
  it.each(['Added things', 'feat: Add a thing.', 'feat add', 'wip', 'feat(BFF): x'])('refuse the message "%s"', (subject) => {
    expect(unconventional([subject])).toHaveLength(1)
  })

  it.each(['feat(bff): keyset pages', 'docs: README', 'build!: Node 22', 'feat(tools): test services; feat(bff): MySQL stores'])(
    'take the message "%s"',
    (subject) => {
      expect(unconventional([subject])).toEqual([])
    },
  )

  it('find a workplace', () => {
    const path = ['', 'work', 'main', 'x'].join('/')
    expect(workplaces([{ path: 'docs/a.md', text: `see\n${path}` }])).toEqual([`docs/a.md:2: ${path}`])
  })

  it('find a migration that is not listed, listed twice, gone, or doubled in number', () => {
    const paths = ['bff/migrations/0001-a.ts', 'bff/migrations/0001-b.ts']
    const faults = migrationFaults(
      paths,
      "export * as a from './0001-a.ts'\nexport * as c from './0002-c.ts'\nexport * as d from './0001-a.ts'",
    ).join('\n')
    expect(faults).toMatch(/0001-b\.ts is not in/)
    expect(faults).toMatch(/lists 0002-c\.ts, which does not exist/)
    expect(faults).toMatch(/lists 0001-a\.ts twice/)
    expect(faults).toMatch(/two migrations have the number 0001/)
  })

  it('find a setting that the page does not tell of, or tells otherwise', () => {
    const port = { name: 'LIREN_PORT', fallback: '7300', zh: '端口', en: 'Port' }
    const page = withTable('<!-- settings:begin -->\n<!-- settings:end -->\n', settingsTable([port]))
    expect(page).toContain('| `LIREN_PORT` | `7300` | 端口<br>Port |')
    expect(lineDiff(page, withTable(page, settingsTable([{ ...port, fallback: '80' }])))).toContain('+ | `LIREN_PORT` | `80` |')
    expect(() => withTable('# no marks', '')).toThrow(/lost its marks/)
  })

  it('find a capability without a term, and a term or name given twice', () => {
    const row = (term: string, name: string) => `| ${term} | \`${name}\` | x |`
    const glossary = [row('报修', 'repair'), row('报修', 'fix'), row('维修', 'repair')].join('\n')
    expect(glossaryFaults([{ name: 'repair' }, { name: 'place' }], glossary)).toEqual([
      'capability place is not in the glossary',
      'the term 报修 stands twice',
      'the name repair stands twice: one name per idea',
    ])
  })

  it('find a dead link, but not one in a code block', () => {
    const text = '[a](../README.md) [b](gone.md#x) [c](https://x.test)\n```\n[d](nowhere.md)\n```'
    expect(deadLinks([{ path: 'docs/a.md', text }], new Set(['README.md']))).toEqual(['docs/a.md links to gone.md, which does not exist'])
  })
})
