import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { root } from './checks/files.ts'
import { type LockEntry, type LockFile, licenceOf, packageName } from './checks/lockfile.ts'

export const sbomPath = 'docs/sbom.cdx.json'

interface Component {
  readonly type: 'library'
  readonly 'bom-ref': string
  readonly name: string
  readonly version: string
  readonly scope: 'required' | 'optional' | 'excluded'
  readonly licenses: readonly object[]
  readonly purl: string
  readonly hashes: readonly { alg: string; content: string }[]
}

/** The bill of materials, CycloneDX 1.5, from the lock file alone: the same lock gives the same bytes. */
export function billOfMaterials(lock: LockFile, product: { name: string; version: string }): object {
  const components = new Map<string, Component>()
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (!path.includes('node_modules/') || entry.link) continue
    const component = componentOf(packageName(path), entry)
    const known = components.get(component['bom-ref'])
    // the same package at two places: needed at run time if any of them is
    if (!known || rank(component) < rank(known)) components.set(component['bom-ref'], component)
  }
  const list = [...components.values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1))
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: serial(list.map((component) => component['bom-ref']).join('\n')),
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': product.name,
        name: product.name,
        version: product.version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: list,
  }
}

const rank = ({ scope }: Component) => ['required', 'optional', 'excluded'].indexOf(scope)

function componentOf(name: string, entry: LockEntry & { optional?: boolean }): Component {
  const version = entry.version ?? '0.0.0'
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  const licence = licenceOf(`node_modules/${name}`, entry)
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    scope: entry.dev ? 'excluded' : entry.optional ? 'optional' : 'required',
    licenses: [/ (OR|AND) /.test(licence) ? { expression: licence } : { license: licence === 'BSD' ? { name: 'BSD' } : { id: licence } }],
    purl,
    hashes: (entry.integrity ?? '').split(' ').filter(Boolean).map(hashOf),
  }
}

/** npm writes `sha512-<base64>`, CycloneDX wants `SHA-512` and hex. */
function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm = '', digest = ''] = integrity.split(/-(.*)/s)
  return { alg: algorithm.toUpperCase().replace('SHA', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') }
}

/** A name made from the content, so that the file changes only when the content does. */
function serial(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex')
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function sbomText(): string {
  const read = <T>(path: string) => JSON.parse(readFileSync(`${root}${path}`, 'utf8')) as T
  return `${JSON.stringify(billOfMaterials(read<LockFile>('package-lock.json'), read('package.json')), null, 1)}\n`
}

if (process.argv[1]?.endsWith('tools/src/sbom.ts')) {
  writeFileSync(`${root}${sbomPath}`, sbomText())
  console.log(`${sbomPath} is written.`)
}
