// After a build: names it by what is in it, writes the name into the page and the list of files into the service worker.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const own = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const folder = resolve(own('..'), process.env.OUTPUT_ROOT ?? 'dist')
const page = join(folder, 'index.html')

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:js|css|png|jpe?g|svg|webp|woff2?)$/.test(entry.name) && entry.name !== 'sw.js')
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replace(/\\/g, '/'),
  )
  .sort()

const hash = createHash('sha256')
for (const file of [page, ...files.map((file) => join(folder, file))])
  hash.update(`${file.slice(folder.length)}\0`).update(readFileSync(file))
const name = hash.digest('hex').slice(0, 16)

await build({
  entryPoints: [own('../src/web/sw.ts')],
  outfile: join(folder, 'sw.js'),
  bundle: true,
  minify: true,
  target: 'es2020',
  format: 'iife',
  define: { SHELL_BUILD: JSON.stringify(name), SHELL_FILES: JSON.stringify(files.map((file) => `/m/${file}`)) },
  logLevel: 'warning',
})
writeFileSync(page, readFileSync(page, 'utf8').replace('__LIREN_BUILD__', name))
