/**
 * Writes numbered rows into a SQLite file and says each number aloud once it is committed, until it is killed.
 * With `early` it says so before, which is the mistake that the test must be able to see.
 */
import { armFailpoints } from '../../failpoint.ts'
import { systemRandom } from '../../ports/system.ts'
import { openStore } from '../open.ts'

const [, , url = '', synchronous = 'normal', mode = 'honest'] = process.argv
const store = await openStore(url, { random: systemRandom, synchronous: synchronous as 'normal' | 'full' })
const [last] = await store.rows<{ n: number | null }>('SELECT MAX(n) AS n FROM journal')
armFailpoints(process.env.LIREN_FAILPOINTS ?? '')
const say = (n: number) => process.stdout.write(`${n}\n`)

for (let n = (last?.n ?? 0) + 1; ; n++) {
  await store.tx(async (tx) => {
    await store.run('INSERT INTO journal (id, n, half) VALUES (?, ?, 1)', [`${n}-a`, n], tx)
    await store.run('INSERT INTO journal (id, n, half) VALUES (?, ?, 2)', [`${n}-b`, n], tx)
    if (mode === 'early') say(n)
  })
  if (mode === 'honest') say(n)
}
