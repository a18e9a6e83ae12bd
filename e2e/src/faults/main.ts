/** `npm run drill`: the long run. DRILL_KILLS, DRILL_CLIENTS and DRILL_DATABASE=mariadb say how long and against what. */
import { startServices } from '../../../tools/src/services/services.ts'
import { drill, everyFailpoint } from './drill.ts'

const kills = Number(process.env.DRILL_KILLS ?? 200)
const clients = Number(process.env.DRILL_CLIENTS ?? 8)
const services = process.env.DRILL_DATABASE === 'mariadb' ? await startServices({ mariadb: true }) : undefined
const database = services?.running.mariadb
try {
  const where = database ? { databaseUrl: database.url, database } : {}
  const random = await drill({ kills, clients, ...where })
  const mined = await drill({ kills: everyFailpoint.length * 4, clients, failpoints: everyFailpoint, ...where })
  for (const [name, result] of Object.entries({ random, mined }))
    process.stdout.write(
      `${name}: ${result.kills} kills, ${result.promised} promised, ${result.lost.length} lost, ${result.doubled.length} doubled, ${result.half.length} half\n`,
    )
  process.exitCode = [random, mined].some((result) => result.lost.length + result.doubled.length + result.half.length > 0) ? 1 : 0
} finally {
  await services?.stop()
}
