import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export interface Sizes {
  /** Kilobytes; undefined where the end is not built. */
  readonly weappMain: number | undefined
  readonly weappTotal: number | undefined
  /** Scripts and styles that the first page names, gzip. */
  readonly h5FirstPage: number | undefined
  readonly adminFirstPage: number | undefined
}

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  )

const kilobytes = (bytes: number) => Math.round(bytes / 1024)

/** Sizes of what was built. What the browser really loads is measured in the browser suite. */
export function sizes(): Sizes {
  return { ...weapp(), h5FirstPage: firstPage('h5/dist', '/m/'), adminFirstPage: firstPage('admin/dist', '/admin/') }
}

function weapp(): Pick<Sizes, 'weappMain' | 'weappTotal'> {
  const dist = root('miniapp/dist/weapp')
  if (!existsSync(join(dist, 'app.json'))) return { weappMain: undefined, weappTotal: undefined }
  const app = JSON.parse(readFileSync(join(dist, 'app.json'), 'utf8')) as { subPackages?: { root: string }[] }
  const inSub = (file: string) => (app.subPackages ?? []).some((sub) => file.startsWith(join(dist, sub.root)))
  const files = walk(dist).map((file) => ({ file, size: statSync(file).size }))
  const sum = (list: typeof files) => kilobytes(list.reduce((total, one) => total + one.size, 0))
  return { weappMain: sum(files.filter(({ file }) => !inSub(file))), weappTotal: sum(files) }
}

function firstPage(dist: string, prefix: string): number | undefined {
  const page = join(root(dist), 'index.html')
  if (!existsSync(page)) return undefined
  const html = readFileSync(page, 'utf8')
  const names = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => (match[1] ?? '').replace(prefix, ''))
  return kilobytes(names.reduce((total, name) => total + gzipSync(readFileSync(join(root(dist), name))).length, gzipSync(html).length))
}
