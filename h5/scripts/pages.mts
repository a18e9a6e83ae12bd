import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { twins, wantedTwins } from './wrappers.mts'

// folders of screens are made anew, so that a page that went away leaves no twin; `web` is written by hand
for (const name of readdirSync(twins)) if (name === 'pages' || name.startsWith('pkg-')) rmSync(`${twins}${name}`, { recursive: true })
for (const [path, content] of await wantedTwins()) {
  mkdirSync(dirname(`${twins}${path}`), { recursive: true })
  writeFileSync(`${twins}${path}`, content)
}
