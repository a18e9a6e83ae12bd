/** Adds one to a counter, read and written in one transaction, as often as asked: two of these must not lose any. */
import { systemRandom } from '../../ports/system.ts'
import { openStore } from '../open.ts'

const [, , url = '', times = '0'] = process.argv
const store = await openStore(url, { random: systemRandom })
for (let i = 0; i < Number(times); i++) {
  await store.tx(async (tx) => {
    const [row] = await store.rows<{ n: number }>("SELECT n FROM journal WHERE id = 'counter'", [], tx)
    await store.run("UPDATE journal SET n = ? WHERE id = 'counter'", [(row?.n ?? 0) + 1], tx)
  })
}
await store.close()
