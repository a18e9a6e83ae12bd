import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface AppConfig {
  readonly pages: readonly string[]
  readonly subPackages?: readonly { readonly root: string; readonly pages: readonly string[] }[]
}

/** Where the screens are, and where their one-line twins are kept. */
export const screens = fileURLToPath(new URL('../../miniapp/src/', import.meta.url))
export const twins = fileURLToPath(new URL('../src/', import.meta.url))

/** The settings file calls a macro of the compiler; outside of it the macro is the identity. */
async function appConfig(): Promise<AppConfig> {
  Object.assign(globalThis, { defineAppConfig: (config: AppConfig) => config })
  const { default: config } = (await import('../../miniapp/src/app.config.ts')) as { default: AppConfig | { default: AppConfig } }
  // a package without a module type arrives wrapped once more
  return 'default' in config ? config.default : config
}

/** Path and content of every twin: the page, and its settings where it has some. */
export async function wantedTwins(): Promise<Map<string, string>> {
  const { pages, subPackages = [] } = await appConfig()
  const all = [...pages, ...subPackages.flatMap(({ root, pages: under }) => under.map((page) => `${root}/${page}`))]
  const found = new Map<string, string>()
  for (const page of all) {
    const up = '../'.repeat(page.split('/').length + 1)
    const line = (file: string) => `export { default } from '${up}miniapp/src/${file}'\n`
    found.set(`${page}.tsx`, line(page))
    if (existsSync(`${screens}${page}.config.ts`)) found.set(`${page}.config.ts`, line(`${page}.config`))
  }
  return found
}
