/** A process that only writes to a spool and says what it was promised; the kill drill ends it without warning. */
import { openSpool } from '../src/spool/spool.ts'

const [folder, promise] = process.argv.slice(2)
if (!folder) throw new Error('usage: spool-writer <folder> [early]')
const spool = await openSpool({ folder, now: Date.now, segmentBytes: 4096 })
process.stdout.write('ready\n')

for (let i = 0; ; i++) {
  const written = spool.append([{ device: `door-${i % 5}`, at: i, heardAt: i, type: 'door.opened', values: {} }])
  // The negative control: a promise that is given before the disk has it.
  if (promise === 'early') process.stdout.write(`${i}\n`)
  else void written.then(() => process.stdout.write(`${i}\n`))
  if (i % 8 === 7) await written
}
