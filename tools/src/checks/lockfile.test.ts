import { describe, expect, it } from 'vitest'
import { files, read } from './files.ts'
import { isAllowed, type LockEntry, type LockFile, licenceFaults, lockFaults, looseVersions, newInstallScripts } from './lockfile.ts'

const lock = JSON.parse(read('package-lock.json')) as LockFile
const lockOf = (path: string, entry: LockEntry): LockFile => ({
  packages: { [path]: { integrity: 'sha512-x', version: '1.0.0', ...entry } },
})

describe('dependencies', () => {
  it('are pinned exactly in every manifest', () => {
    const manifests = files(/(^|\/)package\.json$/).map(({ text }) => JSON.parse(text))
    expect(manifests.length).toBeGreaterThan(10)
    expect(looseVersions(manifests)).toEqual([])
  })

  it('are locked without a host, with checksums, and complete for npm ci', () => {
    expect(lockFaults(lock)).toEqual([])
  })

  it('are under licences that were looked at', () => {
    expect(licenceFaults(lock)).toEqual([])
  })

  it('need no install script', () => {
    expect(newInstallScripts(lock)).toEqual([])
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  })
})

describe('the checks of dependencies', () => {
  it.each(['^1.0.0', '~1.0.0', '1.x', 'latest', '*', 'github:a/b', '>=1'])('find the loose version %s', (version) => {
    expect(looseVersions([{ name: 'x', dependencies: { y: version } }])).toHaveLength(1)
    expect(looseVersions([{ name: 'x', dependencies: { y: '1.2.3' } }])).toEqual([])
  })

  it('find a host', () => {
    expect(lockFaults(lockOf('node_modules/a', { resolved: 'https://registry.example/a.tgz' })).join()).toMatch(
      /bound to registry\.example/,
    )
  })

  it('find a missing checksum and a package that belongs to nothing', () => {
    expect(lockFaults({ packages: { 'node_modules/a': { version: '1.0.0' } } }).join()).toMatch(/no checksum/)
    expect(lockFaults(lockOf('node_modules/a', { extraneous: true })).join()).toMatch(/belongs to nothing/)
  })

  it('find an optional part of another platform that npm ci would miss', () => {
    const wanting = lockOf('node_modules/a', { optionalDependencies: { '@a/darwin': '1.0.0' } })
    expect(lockFaults(wanting).join()).toMatch(/@a\/darwin, which is not in the lock file/)
    const whole = { packages: { ...wanting.packages, ...lockOf('node_modules/@a/darwin', {}).packages } }
    expect(lockFaults(whole)).toEqual([])
  })

  it('find a licence nobody looked at, and know alternatives from additions', () => {
    expect(licenceFaults(lockOf('node_modules/a', { license: 'AGPL-3.0' }))).toHaveLength(1)
    expect(licenceFaults(lockOf('node_modules/a', {}))).toHaveLength(1)
    expect(isAllowed('(BSD-3-Clause OR GPL-2.0)')).toBe(true)
    expect(isAllowed('(MIT AND GPL-2.0)')).toBe(false)
  })

  it('find a new install script', () => {
    expect(newInstallScripts(lockOf('node_modules/a', { hasInstallScript: true }))).toHaveLength(1)
  })
})
