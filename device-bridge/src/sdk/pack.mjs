// Writes the package that a device maker takes: `npm run sdk -- <folder>`. Everything that it needs is inside its files.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('usage: npm run sdk -- <folder>')
  process.exit(2)
}
const here = fileURLToPath(new URL('.', import.meta.url))
mkdirSync(join(folder, 'samples'), { recursive: true })
const shared = { bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'warning' }
// Parts that were written for `require` find Node's own modules by it.
const banner = { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" }
await build({ ...shared, banner, entryPoints: [join(here, 'index.ts')], outfile: join(folder, 'liren-device.mjs') })
for (const name of ['mqtt', 'coap', 'https']) {
  const { code } = await transform(readFileSync(join(here, 'samples', `${name}.ts`), 'utf8'), { loader: 'ts', target: 'node20' })
  writeFileSync(join(folder, 'samples', `${name}.mjs`), code.replace('../index.ts', '../liren-device.mjs'))
}
copyFileSync(join(here, 'README.md'), join(folder, 'README.md'))
console.log(`the device package is in ${folder}`)
