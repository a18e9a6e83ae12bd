// Bundles a program of a package into its dist folder: `node ../tools/src/start/bundle.mjs src/main.ts`, run in the package.
// Our own packages go in; what npm installed stays outside.
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'))
const external = Object.keys(dependencies).filter((name) => !name.startsWith('@liren/'))
rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: process.argv.slice(2),
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  sourcemap: 'linked',
  // without comments, lines that an engineer can still be pointed to
  minifyWhitespace: true,
  lineLimit: 200,
  external: external.flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
})

// One sign outside ASCII doubles what the text takes in the memory of every process; only regular expressions still have some.
for (const name of readdirSync('dist').filter((path) => path.endsWith('.js'))) {
  const path = join('dist', name)
  const text = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    text.replace(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}

// A thread is started from a file of its own, beside the program that starts it.
for (const name of readdirSync('src', { recursive: true }).filter((path) => path.endsWith('-thread.mjs'))) {
  copyFileSync(join('src', name), join('dist', basename(name)))
}
