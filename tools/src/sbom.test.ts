import { describe, expect, it } from 'vitest'
import { read } from './checks/files.ts'
import { lineDiff } from './diff.ts'
import { billOfMaterials, sbomPath, sbomText } from './sbom.ts'

const entry = (version: string, more = {}) => ({
  version,
  license: 'MIT',
  integrity: `sha512-${Buffer.from('x').toString('base64')}`,
  ...more,
})
const bom = (packages: Record<string, object>) =>
  billOfMaterials({ packages } as never, { name: 'liren', version: '1.0.0' }) as {
    serialNumber: string
    components: Record<string, unknown>[]
  }

describe('the bill of materials', () => {
  it('is the one of the lock file (npm run sbom writes it)', () => {
    expect(lineDiff(read(sbomPath), sbomText(), 20)).toBe('')
  })

  it('names every package once with licence, checksum and address', () => {
    const { components } = bom({
      '': {},
      admin: {},
      'node_modules/@a/b': entry('1.2.3'),
      'x/node_modules/@a/b': entry('1.2.3'),
      'node_modules/c': { link: true },
    })
    expect(components).toEqual([
      {
        type: 'library',
        'bom-ref': 'pkg:npm/%40a/b@1.2.3',
        name: '@a/b',
        version: '1.2.3',
        scope: 'required',
        licenses: [{ license: { id: 'MIT' } }],
        purl: 'pkg:npm/%40a/b@1.2.3',
        hashes: [{ alg: 'SHA-512', content: '78' }],
      },
    ])
  })

  it('tells what runs from what only builds and tests; run time wins', () => {
    const scopes = (packages: Record<string, object>) => bom(packages).components.map((component) => component.scope)
    expect(scopes({ 'node_modules/a': entry('1.0.0', { dev: true }) })).toEqual(['excluded'])
    expect(scopes({ 'node_modules/a': entry('1.0.0', { dev: true }), 'bff/node_modules/a': entry('1.0.0') })).toEqual(['required'])
  })

  it('changes its number with its content only', () => {
    const one = bom({ 'node_modules/a': entry('1.0.0') }).serialNumber
    expect(bom({ 'node_modules/a': entry('1.0.0') }).serialNumber).toBe(one)
    expect(bom({ 'node_modules/a': entry('1.0.1') }).serialNumber).not.toBe(one)
    expect(one).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
