import { type DestinationStream, type Logger, pino } from 'pino'
import { redact, scrub } from './redact.ts'

export interface LogOptions {
  readonly level: string
  /** Standard output unless said. */
  readonly to?: DestinationStream
}

/** The log of the house: one JSON object a line, everything in it cleaned of secrets and personal numbers. */
export function createLog({ level, to }: LogOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => redact(fields) as Record<string, unknown>,
      bindings: (fields: object) => redact(fields) as Record<string, unknown>,
    },
    hooks: {
      logMethod(args: Parameters<pino.LogFn>, method: pino.LogFn) {
        const clean = args.map((arg) => (typeof arg === 'string' ? scrub(arg) : arg))
        method.apply(this as unknown as Logger, clean as Parameters<pino.LogFn>)
      },
    },
  }
  return to === undefined ? pino(options) : pino(options, to)
}
