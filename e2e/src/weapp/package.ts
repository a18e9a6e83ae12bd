import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'

export interface AppJson {
  readonly pages: readonly string[]
  readonly subPackages?: readonly SubPackage[]
  readonly subpackages?: readonly SubPackage[]
  readonly window?: { readonly navigationBarTitleText?: string }
  readonly tabBar?: { readonly custom?: boolean; readonly list: readonly { readonly pagePath: string; readonly text: string }[] }
  readonly usingComponents?: Readonly<Record<string, string>>
}
interface SubPackage {
  readonly root: string
  readonly pages: readonly string[]
}

/** What `taro build --type weapp` left: every file by its path inside the package. */
export interface BuiltPackage {
  readonly files: readonly string[]
  readonly appJson: AppJson
  /** Pages of the main package and of all sub-packages. */
  readonly pages: readonly string[]
  read(file: string): string
}

export function openPackage(root: string): BuiltPackage {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .sort()
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  const appJson = JSON.parse(read('app.json')) as AppJson
  const subPackages = appJson.subPackages ?? appJson.subpackages ?? []
  const pages = [...appJson.pages, ...subPackages.flatMap((sub) => sub.pages.map((page) => posix.join(sub.root, page)))]
  return { files, appJson, pages, read }
}

/** Files a page cannot do without. WeChat would refuse the upload. */
export function missingFiles({ files, pages }: BuiltPackage): string[] {
  const present = new Set(files)
  return pages.flatMap((page) =>
    ['js', 'json', 'wxml'].filter((ending) => !present.has(`${page}.${ending}`)).map((ending) => `missing ${page}.${ending}`),
  )
}
