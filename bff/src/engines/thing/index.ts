/**
 * The one door to what devices say and are told: whoever reads or commands a device does it by these, whatever scene
 * it belongs to. The tables behind them are named in this folder only.
 */
export {
  type CommandEnd,
  type CommandRow,
  type CommandStep,
  commandById,
  commandPage,
  commandSteps,
  commandsById,
  sealedCommands,
  withdrawCommand,
} from './asked.ts'
export {
  commandChannel,
  contentOf,
  expireCommands,
  hasCommands,
  isRefusal,
  type Refusal,
  type Sent,
  sendCommand,
  serviceOf,
  takeCommands,
  targetOf,
  type Wish,
  wakeBridge,
} from './commands.ts'
export { nextNumber } from './counter.ts'
export { countEvents, forgetFrames, framesTold, heardEvents, lastWords, latestEvents, listEvents } from './events.ts'
export { ingest, type Listen } from './ingest.ts'
export { quarantine } from './known.ts'
export { releasedModels } from './models.ts'
export { eventFault, numberOf, propertiesTold, type Scalar, type Told } from './properties.ts'
export { devicesAfter, digestPlace, leaveBridge, registerChannel, touchRegister } from './register.ts'
export { forgetOld, rollUp } from './rollup.ts'
export { listPoints, readSeries } from './series.ts'
export { desire, forgetShadow, type Held, readShadow, readShadows, type Shadow, type Values } from './shadow.ts'
export { openShown } from './shown.ts'
export { dayUses, hourMeans, hourRanges, minuteSummary, minutesBeyond, pointSum } from './sums.ts'
export type { ToldEvent } from './tell.ts'
