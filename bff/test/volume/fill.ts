/** Run by the test of the log's volume: fills the data folder to the brim and goes on logging. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../../src/kernel/config.ts'
import { systemRandom } from '../../src/kernel/ports/system.ts'
import { openStore } from '../../src/kernel/store/open.ts'
import { openLog } from '../../src/kernel/web/log-folder.ts'

const config = readConfig(process.env)
const log = openLog(config)
const store = await openStore(`sqlite:${join(config.LIREN_DATA, 'liren.db')}`, { random: systemRandom })
await store.run('CREATE TABLE filling (id INTEGER PRIMARY KEY, content TEXT NOT NULL)')

const piece = 'x'.repeat(64 * 1024)
let refused: string | undefined
for (let n = 1; refused === undefined && n < 1000; n++)
  refused = await store.run('INSERT INTO filling (id, content) VALUES (?, ?)', [n, piece]).then(
    () => undefined,
    (error: Error) => error.message,
  )
log.error({ refused }, 'the data volume is full')

// nothing more fits there, not even a small file, and the log still takes every line
const file = join(config.LIREN_DATA, 'one-more')
try {
  writeFileSync(file, Buffer.alloc(8 * 1024 * 1024))
} catch (error) {
  log.error(
    { code: (error as NodeJS.ErrnoException).code, kept: existsSync(file) ? readFileSync(file).length : 0 },
    'no file fits any more',
  )
}
for (let n = 1; n <= 50; n++) log.info({ n }, 'after the volume was full')
process.exit(0)
