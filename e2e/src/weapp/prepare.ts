import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { bundleModules } from './modules.ts'
import { missingFiles, openPackage } from './package.ts'
import type { PackageData } from './runtime/types.ts'
import { shellCss, shellHtml } from './shell.ts'
import { compileTemplates } from './wxml.ts'
import { compileStyles } from './wxss.ts'

export interface Prepared {
  readonly folder: string
  readonly pages: readonly string[]
  /** What WeChat would refuse or draw wrongly: missing files, broken templates, lost styles. */
  readonly problems: readonly string[]
}

/** Turns a built mini-program into a folder that a static server can serve to a browser. */
export async function prepare(root: string, out: string): Promise<Prepared> {
  mkdirSync(out, { recursive: true })
  const built = openPackage(root)
  const templates = compileTemplates(built)
  const { styles, problems } = compileStyles(built)
  const templated = new Set(built.files.filter((file) => file.endsWith('.wxml')).map((file) => file.slice(0, -'.wxml'.length)))
  const components: PackageData['components'] = {}
  for (const name of templated) if (built.files.includes(`${name}.json`)) components[name] = JSON.parse(built.read(`${name}.json`))
  const data: PackageData = { appJson: built.appJson, components, styles }

  const write = (name: string, text: string) => writeFileSync(join(out, name), text)
  write('data.js', `window.__WEAPP__=${JSON.stringify(data)};\n`)
  write('templates.js', templates.script)
  write('modules.js', bundleModules(built))
  write('index.html', shellHtml)
  write('shell.css', shellCss)
  await build({
    entryPoints: [fileURLToPath(new URL('./runtime/main.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    outfile: join(out, 'runtime.js'),
    logLevel: 'error',
  })
  return { folder: out, pages: built.pages, problems: [...missingFiles(built), ...templates.problems, ...problems] }
}
