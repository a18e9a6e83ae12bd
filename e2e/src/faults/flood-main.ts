/** `npm run flood`: the long run. FLOOD_MESSAGES, FLOOD_DEVICES and FLOOD_KILLS say how much. */
import { echoBaseline, flood } from './flood.ts'

const devices = Number(process.env.FLOOD_DEVICES ?? 100)
const messagesEach = Math.ceil(Number(process.env.FLOOD_MESSAGES ?? 100_000) / devices)
const kills = Number(process.env.FLOOD_KILLS ?? 6)
const load = { devices, messagesEach, window: 20 }

const echo = await echoBaseline(load)
const calm = await flood({ ...load, bridgeKills: 0, houseKills: 0 })
const storm = await flood({ ...load, bridgeKills: Math.ceil(kills / 2), houseKills: Math.floor(kills / 2) })
const perSecond = (ms: number): number => Math.round((devices * messagesEach) / (ms / 1000))
const ratio = (a: number, b: number): string => (a / b).toFixed(1)

for (const [name, result] of Object.entries({ calm, storm }))
  console.log(
    `${name}: ${result.kills} kills, ${result.sent} messages, ${result.confirmed} confirmed, ${result.applied} applied, ` +
      `${result.lost} lost, ${result.doubled} doubled, ${result.disordered} out of order, drained ${result.drainMs} ms after the last`,
  )
console.log(`bare echo: ${perSecond(echo.ms)} a second, p50 ${echo.p50Ms.toFixed(1)} ms, p99 ${echo.p99Ms.toFixed(1)} ms`)
console.log(
  `bridge, each message on disk before it is confirmed: ${perSecond(calm.floodMs)} a second, p50 ${calm.p50Ms} ms, p99 ${calm.p99Ms} ms`,
)
console.log(
  `ratios to the echo: throughput 1/${ratio(calm.floodMs, echo.ms)}, p50 ${ratio(calm.p50Ms, echo.p50Ms)}×, p99 ${ratio(calm.p99Ms, echo.p99Ms)}×; ` +
    `until the platform has it all 1/${ratio(calm.floodMs + calm.drainMs, echo.ms)}`,
)
process.exitCode = [calm, storm].some(({ lost, doubled }) => lost + doubled > 0) ? 1 : 0
