import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { type Config, ConfigError } from '../config.ts'
import { createLog } from './log.ts'

type Settings = Pick<Config, 'LIREN_LOG_LEVEL' | 'LIREN_LOG_FOLDER' | 'LIREN_DATA' | 'LIREN_PORT'>

/** The log of this process: on standard output, or in a file of its own on a volume that the data cannot fill. */
export function openLog({ LIREN_LOG_LEVEL: level, LIREN_LOG_FOLDER: folder, LIREN_DATA: data, LIREN_PORT: port }: Settings): Logger {
  if (folder === '') return createLog({ level })
  const log = createLog({ level, to: logFile(folder, `liren-${port}.log`) })
  mkdirSync(data, { recursive: true })
  if (statSync(folder).dev === statSync(data).dev)
    log.warn({ folder }, 'the log lies on the volume of the data: when that is full, nothing is logged')
  return log
}

function logFile(folder: string, name: string) {
  try {
    mkdirSync(folder, { recursive: true })
    // written at once: what was logged is there after a crash, and SIGHUP takes up the file that replaced it
    const to = pino.destination({ dest: join(folder, name), sync: true, append: true })
    process.on('SIGHUP', () => to.reopen())
    // a log that cannot be written must not end the house
    to.on('error', (error: Error) => process.stderr.write(`The log cannot be written: ${error.message}\n`))
    return to
  } catch (error) {
    throw new ConfigError(`LIREN_LOG_FOLDER: ${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
  }
}
