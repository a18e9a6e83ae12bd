import { type Bindings, type ChildLoggerOptions, type DestinationStream, type LogFn, type Logger, type LoggerOptions, pino } from 'pino'
import { redact, scrub } from './redact.ts'

export interface LogOptions {
  readonly level: string
  /** Standard output unless said. */
  readonly to?: DestinationStream
}

type BearChild = (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger

/** The log of the house: one JSON object a line, everything in it cleaned of secrets and personal numbers. */
export function createLog({ level, to }: LogOptions): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors are taken apart by the redaction already.
    serializers: { err: (error: unknown) => error },
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(fields) as Record<string, unknown>,
    },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((arg) => (typeof arg === 'string' ? scrub(arg) : arg))
        method.apply(this, clean as Parameters<LogFn>)
      },
    },
  }
  const log = to === undefined ? pino(options) : pino(options, to)
  // What children are born with does not pass the formatters, so it is cleaned at birth. Children inherit this.
  const child = log.child as unknown as BearChild
  const bearClean: BearChild = function (bindings, childOptions) {
    return child.call(this, redact(bindings) as Bindings, childOptions)
  }
  log.child = bearClean as unknown as Logger['child']
  return log
}
