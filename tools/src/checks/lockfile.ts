/** The parts of package-lock.json that promises are made about. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>
}
export interface LockEntry {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly link?: boolean
  readonly dev?: boolean
  readonly extraneous?: boolean
  readonly hasInstallScript?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

/** Versions are written out: what was tested is what is installed, today and in a year. */
export function looseVersions(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap(({ name, dependencies = {}, devDependencies = {} }) =>
    Object.entries({ ...dependencies, ...devDependencies })
      .filter(([, version]) => !exact.test(version))
      .map(([dependency, version]) => `${name} asks for ${dependency} ${version}; a version is pinned exactly`),
  )
}

const foreign = ([path, entry]: [string, LockEntry]) => path.includes('node_modules/') && !entry.link

/** A lock file that any registry can serve, that names what it expects, and that installs from scratch. */
export function lockFaults(lock: LockFile): string[] {
  const entries = Object.entries(lock.packages)
  return entries.flatMap(([path, entry]) => {
    const faults: string[] = []
    if (entry.resolved && /^[a-z+]+:/.test(entry.resolved)) faults.push(`${path} is bound to ${new URL(entry.resolved).host}`)
    if (entry.extraneous) faults.push(`${path} belongs to nothing`)
    if (foreign([path, entry])) {
      if (!entry.integrity) faults.push(`${path} has no checksum`)
      if (!entry.version) faults.push(`${path} has no version`)
      for (const name of Object.keys(entry.optionalDependencies ?? {}))
        if (!notServed.test(name) && !reachable(lock, path, name))
          faults.push(`${path} wants ${name}, which is not in the lock file: npm ci refuses it`)
    }
    return faults
  })
}

/** Parts for other platforms that the registry this lock was made from does not serve; npm ci passes them over. */
const notServed = /^@tarojs\/binding-(darwin|win32|linux-arm64)/

/** npm looks beside the package and then in every folder above. */
function reachable(lock: LockFile, path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true
    if (folder === '' || !folder.includes('/node_modules/')) return Boolean(lock.packages[`node_modules/${name}`])
  }
}

/** Licences that let anybody run, change and pass on the whole, with what they were looked at for. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
  'WTFPL',
  'LGPL-3.0-or-later',
])

/** Packages whose manifest says nothing; their licence file was read instead. */
const readByHand: Readonly<Record<string, string>> = {
  busboy: 'MIT',
  streamsearch: 'MIT',
  precond: 'MIT',
  '@mapbox/jsonlint-lines-primitives': 'MIT',
  'codesandbox-import-util-types': 'MIT',
  'codesandbox-import-utils': 'MIT',
  'string.fromcodepoint': 'MIT',
}

export const packageName = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

export const licenceOf = (path: string, entry: LockEntry): string => entry.license ?? readByHand[packageName(path)] ?? 'unknown'

/** One of the choices of an OR, all of an AND. */
export function isAllowed(licence: string): boolean {
  const text = licence.replace(/^\((.*)\)$/, '$1')
  if (text.includes(' OR ')) return text.split(' OR ').some(isAllowed)
  return text.split(' AND ').every((part) => allowed.has(part))
}

export function licenceFaults(lock: LockFile): string[] {
  return Object.entries(lock.packages)
    .filter(foreign)
    .filter(([path, entry]) => !isAllowed(licenceOf(path, entry)))
    .map(([path, entry]) => `${path} is under ${licenceOf(path, entry)}, which is not on the list of licences looked at`)
}

/** Packages that want to run a program at install. None is let, so none may be needed: each was tried without. */
const scriptsNotNeeded = new Set([
  '@nutui/nutui-react-taro',
  '@parcel/watcher',
  '@photostructure/sqlite',
  '@swc/core',
  '@tarojs/binding',
  '@tarojs/cli',
  'core-js',
  'core-js-pure',
  'esbuild',
  'koffi',
  'nx',
  'fsevents',
])

export function newInstallScripts(lock: LockFile): string[] {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => entry.hasInstallScript && !scriptsNotNeeded.has(packageName(path)))
    .map(([path]) => `${path} has an install script; show that the house works without it, then add it to the list`)
}
