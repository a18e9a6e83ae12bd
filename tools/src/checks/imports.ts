import { posix } from 'node:path'
import ts from 'typescript'
import { isTest, type SourceFile } from './files.ts'

export interface Import {
  readonly from: string
  /** A path in the repository for own code, the bare name for a package. */
  readonly to: string
  readonly relative: boolean
  readonly line: number
}

/** Every import, export-from and dynamic import of a file, resolved as far as our own code goes. */
export function importsOf(file: SourceFile): Import[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName, pos }) => {
    const relative = fileName.startsWith('.')
    return {
      from: file.path,
      to: relative ? posix.join(posix.dirname(file.path), fileName) : packagePath(fileName),
      relative,
      line: file.text.slice(0, pos).split('\n').length,
    }
  })
}

/** `@liren/contract/capabilities/repair` → `contract/src/capabilities/repair.ts`; other names stay as they are. */
function packagePath(name: string): string {
  const own = /^@liren\/([a-z0-9-]+)(?:\/(.*))?$/.exec(name)
  if (!own) return name
  const [, pkg, rest] = own
  return rest === undefined ? `${pkg}/src/index.ts` : rest.startsWith('src/') ? `${pkg}/${rest}` : `${pkg}/src/${rest}.ts`
}

const ends = ['admin', 'miniapp', 'h5']
/** These prove, seed, measure or imitate the house from outside; nothing of the house may import them. */
const outside = ['tools', 'e2e', 'bench', 'simulators', 'deploy']
const products = ['contract', 'client', 'bff', 'device-bridge', ...ends]

const packageOf = (path: string): string | undefined => {
  const head = path.split('/')[0] ?? ''
  return products.includes(head) || outside.includes(head) ? head : undefined
}

/** What each package may take from the others, and the sentence that explains a refusal. */
const mayTake: Record<string, { packages: readonly string[]; because: string }> = {
  contract: { packages: [], because: 'contract is what all ends agree on: it imports nothing but the schema library' },
  client: { packages: ['contract'], because: 'client is shared by every end: it knows the contract and no end' },
  bff: { packages: ['contract'], because: 'bff knows the contract only; it meets the device bridge in events, and the ends over HTTP' },
  'device-bridge': { packages: ['contract'], because: 'the device bridge shares only the contract with the bff' },
  admin: { packages: ['contract', 'client'], because: 'an end knows contract and client, never a server or another end' },
  miniapp: { packages: ['contract', 'client'], because: 'an end knows contract and client, never a server or another end' },
  h5: { packages: ['contract', 'client', 'miniapp'], because: 'h5 re-exports the pages of miniapp and knows contract and client' },
}

/** Libraries that would tie a package to one runtime. */
const libraries: Record<string, { refuse: RegExp; because: string }> = {
  contract: { refuse: /^(?!zod(\/|$))/, because: 'contract is pure: no library besides zod, no I/O' },
  client: {
    refuse: /^(node:|@tarojs|@nutui|antd|@ant-design|react-dom|react-router|koa|sequelize)/,
    because: 'client holds no JSX, no Taro, no DOM and no Node: it runs inside every end',
  },
  admin: { refuse: /^(node:|@tarojs|@nutui|koa|sequelize)/, because: 'the back office runs in a browser and is drawn with antd' },
  miniapp: { refuse: /^(node:|antd|@ant-design|react-dom|koa|sequelize|ajv)/, because: 'a mini-program has no DOM and no Node' },
  h5: { refuse: /^(node:|antd|@ant-design|koa|sequelize|ajv)/, because: 'h5 runs in a browser and shows the screens of miniapp' },
}

/** Layers inside a package: a file may import its own layer and those before it. */
interface Layers {
  readonly of: (path: string) => number | undefined
  readonly because: string
}

const firstMatch = (patterns: readonly RegExp[]) => (path: string) => {
  const index = patterns.findIndex((pattern) => pattern.test(path))
  return index < 0 ? undefined : index
}

const layers: Layers[] = [
  {
    of: firstMatch([/^bff\/src\/kernel\//, /^bff\/src\/engines\//, /^bff\/src\/capabilities\//, /^bff\/src\/[^/]+\.ts$/]),
    because: 'in bff the arrows point inward: kernel ← engines ← capabilities ← app and worker',
  },
  {
    of: firstMatch([/^device-bridge\/src\/traits\//, /^device-bridge\/src\/protocols\//]),
    because: 'in the device bridge: traits ← protocols',
  },
  {
    of: firstMatch([/^miniapp\/src\/platform\//, /^miniapp\/src\/parts\//, /^miniapp\/src\/(pages|pkg-[a-z]+)\//]),
    because: 'in an end: platform ← parts ← pages',
  },
  {
    of: firstMatch([/^admin\/src\/platform\//, /^admin\/src\/parts\//, /^admin\/src\/capabilities\//]),
    because: 'in the back office: platform ← parts ← capabilities',
  },
]

/** Siblings that must not know each other, except through the named door. */
const rooms: { of: RegExp; door?: RegExp; because: string }[] = [
  {
    of: /^bff\/src\/capabilities\/([^/]+)\//,
    door: /^bff\/src\/capabilities\/[^/]+\/([a-z-]+-)?read(\.ts|\/)/,
    because: 'a capability asks another only through its read.ts, or hears of it by an event',
  },
  { of: /^bff\/src\/engines\/([^/]+)\//, because: 'an engine does not know another engine' },
  { of: /^device-bridge\/src\/protocols\/([^/]+)\//, because: 'a protocol does not know another protocol' },
  { of: /^admin\/src\/capabilities\/([^/]+)\//, because: 'screens of one capability do not import those of another' },
  { of: /^miniapp\/src\/pages\/([^/]+)\//, because: 'a page does not import another page' },
  { of: /^miniapp\/src\/(pkg-[a-z]+\/(?!parts\/)[^/]+)\//, because: 'a page does not import another page' },
]

/** Why this import is refused, or undefined. */
export function refusal(imported: Import): string | undefined {
  const { from, to, relative } = imported
  const home = packageOf(from)
  if (home === undefined || outside.includes(home)) return undefined
  const target = packageOf(to)
  if (target === undefined) return relative || isTest(from) ? undefined : refusedLibrary(home, to, from)
  if (target !== home) return refusedPackage(home, target, imported)
  if (isTest(from) || isTest(to)) return isTest(from) ? undefined : 'code does not import tests'
  return refusedInside(from, to)
}

function refusedLibrary(home: string, name: string, from: string): string | undefined {
  const rule = libraries[home]
  // build settings of an end run on Node
  const settings = /^[^/]+\/(config\/|scripts\/|[^/]+\.(ts|mjs|js)$)/.test(from)
  return rule && !settings && rule.refuse.test(name) ? rule.because : undefined
}

function refusedPackage(home: string, target: string, { from, relative }: Import): string | undefined {
  if (outside.includes(target)) return isTest(from) ? undefined : `${target} stands outside of the house: product code never imports it`
  const rule = mayTake[home]
  if (rule && !rule.packages.includes(target)) return rule.because
  if (relative && !(home === 'h5' && target === 'miniapp')) return 'packages are imported by their name, never by a path into their folder'
  return undefined
}

function refusedInside(from: string, to: string): string | undefined {
  for (const layer of layers) {
    const [a, b] = [layer.of(from), layer.of(to)]
    if (a !== undefined && b !== undefined && b > a) return layer.because
  }
  for (const room of rooms) {
    const [a, b] = [room.of.exec(from)?.[1], room.of.exec(to)?.[1]]
    if (a !== undefined && b !== undefined && a !== b && !room.door?.test(to)) return room.because
  }
  return undefined
}

/** All refused imports, each with the sentence of its rule. */
export function refusedImports(sources: readonly SourceFile[]): string[] {
  return sources.flatMap((file) =>
    importsOf(file).flatMap((imported) => {
      const why = refusal(imported)
      return why ? [`${imported.from}:${imported.line} imports ${imported.to}: ${why}`] : []
    }),
  )
}
