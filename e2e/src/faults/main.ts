/** `npm run drill`: the long run; on MariaDB it ends with the loss of both disks. DRILL_KILLS, DRILL_CLIENTS and DRILL_DATABASE=mariadb say how long and against what. */
import { startServices } from '../../../tools/src/services/services.ts'
import { type DrillOptions, type DrillResult, drill, everyFailpoint } from './drill.ts'
import { recovery } from './recovery.ts'

const kills = Number(process.env.DRILL_KILLS ?? 200)
const clients = Number(process.env.DRILL_CLIENTS ?? 8)

/** Each drill has a house of its own, and with it a database of its own: the keys of another one open nothing in it. */
async function run(options: DrillOptions): Promise<DrillResult> {
  const services = process.env.DRILL_DATABASE === 'mariadb' ? await startServices({ mariadb: true }) : undefined
  const database = services?.running.mariadb
  if (services && !database) throw new Error(`MariaDB cannot be had: ${services.missing.map(({ reason }) => reason).join('; ')}`)
  try {
    return await drill({ ...options, ...(database ? { databaseUrl: database.url, database } : {}) })
  } finally {
    await services?.stop()
  }
}

const drills: Readonly<Record<string, DrillOptions>> = {
  random: { kills, clients },
  mined: { kills: everyFailpoint.length * 4, clients, failpoints: everyFailpoint },
}
for (const [name, options] of Object.entries(drills)) {
  const result = await run({
    ...options,
    onKill: (kills, promised) => {
      if (kills % 10 === 0) process.stderr.write(`${name}: ${kills} of ${options.kills} kills, ${promised} promised\n`)
    },
  })
  process.stdout.write(
    `${name}: ${result.kills} kills, ${result.promised} promised, ${result.lost.length} lost, ${result.doubled.length} doubled, ${result.half.length} half\n`,
  )
  if (result.lost.length + result.doubled.length + result.half.length > 0) process.exitCode = 1
}
if (process.env.DRILL_DATABASE === 'mariadb') {
  const { drill: kept, ...result } = await recovery({ clients, writes: 200 })
  process.stdout.write(
    `recovery: ready after ${kept.minutes} min of ${kept.limitMinutes} (${kept.result}), ${result.promised} promised, ${result.lost.length} lost, ${result.doubled.length} doubled, ${result.half.length} half\n`,
  )
  if (kept.result !== 'within' || result.lost.length + result.doubled.length + result.half.length > 0) process.exitCode = 1
}
