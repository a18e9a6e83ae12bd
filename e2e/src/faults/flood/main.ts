/**
 * `npm run flood`: the long run. FLOOD_MESSAGES, FLOOD_DEVICES and FLOOD_KILLS say how much, FLOOD_DATABASE=mariadb against
 * what. First calm, then a storm: kills, a rogue device and a fire at once.
 */
import { startServices } from '../../../../tools/src/services/services.ts'
import { echoBaseline } from './echo.ts'
import { type FloodOptions, type FloodResult, flood } from './flood.ts'

const devices = Number(process.env.FLOOD_DEVICES ?? 100)
const messagesEach = Math.ceil(Number(process.env.FLOOD_MESSAGES ?? 100_000) / devices)
const kills = Number(process.env.FLOOD_KILLS ?? 6)
const load = { devices, messagesEach, window: 20 }

/** Each run has a platform of its own, and with it a database of its own. */
async function run(more: Pick<FloodOptions, 'bridgeKills' | 'houseKills' | 'hasRogue' | 'fireControllers'>): Promise<FloodResult> {
  const services = process.env.FLOOD_DATABASE === 'mariadb' ? await startServices({ mariadb: true }) : undefined
  const database = services?.running.mariadb
  if (services && !database) throw new Error(`MariaDB cannot be had: ${services.missing.map(({ reason }) => reason).join('; ')}`)
  try {
    return await flood({ ...load, ...more, ...(database ? { databaseUrl: database.url } : {}) })
  } finally {
    await services?.stop()
  }
}

const echo = await echoBaseline(load)
const calm = await run({ bridgeKills: 0, houseKills: 0 })
const storm = await run({ bridgeKills: Math.ceil(kills / 2), houseKills: Math.floor(kills / 2), hasRogue: true, fireControllers: 13 })
const perSecond = (ms: number): number => Math.round((devices * messagesEach) / (ms / 1000))
const ratio = (a: number, b: number): string => (a / b).toFixed(1)

for (const [name, result] of Object.entries({ calm, storm }))
  console.log(
    `${name}: ${result.kills} kills, ${result.sent} messages, ${result.confirmed} confirmed, ${result.applied} applied, ` +
      `${result.lost} lost, ${result.doubled} doubled, ${result.disordered} out of order, ${result.forged} forged, ` +
      `drained ${result.drainMs} ms after the last`,
  )
if (storm.rogue)
  console.log(`rogue: ${JSON.stringify(storm.rogue.tried)}, thrown out ${storm.rogue.cut} times, let in ${storm.rogue.letIn}`)
if (storm.fire)
  console.log(`fire with the platform down: ${storm.fire.open} of ${storm.fire.doors} doors open ${storm.fire.ms} ms after the signal`)
console.log(`bare echo: ${perSecond(echo.ms)} a second, p50 ${echo.p50Ms.toFixed(1)} ms, p99 ${echo.p99Ms.toFixed(1)} ms`)
console.log(
  `bridge, each message on disk before it is confirmed: ${perSecond(calm.floodMs)} a second, p50 ${calm.p50Ms} ms, p99 ${calm.p99Ms} ms`,
)
console.log(
  `ratios to the echo: throughput 1/${ratio(calm.floodMs, echo.ms)}, p50 ${ratio(calm.p50Ms, echo.p50Ms)}×, p99 ${ratio(calm.p99Ms, echo.p99Ms)}×; ` +
    `until the platform has it all 1/${ratio(calm.floodMs + calm.drainMs, echo.ms)}`,
)
const isWhole = ({ lost, doubled, forged, fire, rogue }: FloodResult): boolean =>
  lost + doubled + forged + (rogue?.letIn ?? 0) === 0 && fire?.open === fire?.doors
process.exitCode = [calm, storm].every(isWhole) ? 0 : 1
