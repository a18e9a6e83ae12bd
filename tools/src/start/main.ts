import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Config, ConfigError, readConfig, settings } from '@liren/bff/kernel/config'
import { demoPassword, personaSpecs } from '../seed/personas.ts'
import { banner } from './banner.ts'
import { checkFolder, checkPort, takeFolder } from './checks.ts'
import { printFailure, StartFailure } from './failure.ts'
import { type House, openHouse } from './house.ts'
import type { PrepareMessage } from './prepare-messages.ts'
import { createProgress, type Progress } from './progress.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The table of settings, as `npm start -- --settings` shows it. */
export function printSettings(): void {
  for (const { name, fallback, zh, en } of settings) console.log(`${name}=${fallback}\n    ${zh}\n    ${en}`)
}

export interface StartOptions {
  /** Runs the programs from their sources, without a build. For development. */
  readonly fromSource: boolean
}

/** Starts the house and stays until it is told to stop. Returns the exit code. */
export async function start(root: string, env: Env, options: StartOptions): Promise<number> {
  const debug = env.LIREN_DEBUG === '1' || env.LIREN_DEBUG === 'on'
  let giveBack = async (): Promise<void> => {}
  try {
    let config = settle(root, env)
    await checkFolder(config.LIREN_DATA)
    giveBack = await takeFolder(config.LIREN_DATA)
    await checkPort(config.LIREN_PORT, config.LIREN_HOST)
    const progress = createProgress()
    let given: Env = { ...env, LIREN_DATA: config.LIREN_DATA }
    const { setupCode, isDemoOver } = await prepare(root, given, progress)
    if (isDemoOver) {
      progress.note(
        '演示数据已清除，按正式环境启动（LIREN_DEMO=off）· The demo data was cleared; this house opens for real (LIREN_DEMO=off)',
      )
      given = { ...given, LIREN_DEMO: 'off' }
      config = settle(root, given)
    }
    return await live({ root, config, env: given, progress, setupCode, ...options })
  } catch (error) {
    printFailure(error, debug)
    return 1
  } finally {
    await giveBack()
  }
}

function settle(root: string, env: Env): Config {
  try {
    const config = readConfig(env)
    return { ...config, LIREN_DATA: resolve(root, config.LIREN_DATA) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const told = (language: 'zh' | 'en', between: string) => error.faults.map((fault) => fault[language]).join(between)
    throw new StartFailure(
      `设置有误：${told('zh', '；')}（npm start -- --settings 列出全部）。`,
      `A setting is wrong: ${told('en', '; ')} (npm start -- --settings lists them all).`,
      error,
    )
  }
}

interface Prepared {
  /** For the first set-up, where one is needed. */
  readonly setupCode: string | undefined
  /** The database held a demonstration that was cleared. */
  readonly isDemoOver: boolean
}

/** Runs the preparing process and shows how far it is. */
function prepare(root: string, env: Env, progress: Progress): Promise<Prepared> {
  const program = fileURLToPath(new URL('prepare.ts', import.meta.url))
  return new Promise((done, failed) => {
    progress.begin('数据库 · database')
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      cwd: root,
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    let failure: unknown
    let setupCode: string | undefined
    let isDemoOver = false
    child.on('message', (message: PrepareMessage) => {
      switch (message.kind) {
        case 'migrated':
          progress.done(message.count > 0 ? `数据库已升级 ${message.count} 步 · database migrated` : '数据库就绪 · database ready')
          break
        case 'warning':
          progress.note(`! ${message.sentence}`)
          break
        case 'seeding':
          if (message.share === 0) progress.begin(message.text)
          progress.update(message.text, message.share)
          break
        case 'seeded':
          progress.done(message.text)
          break
        case 'over':
          isDemoOver = true
          break
        case 'setup':
          setupCode = message.code
          break
        case 'failed':
          failure = new StartFailure(message.text.zh, message.text.en)
          if (message.stack) (failure as Error).stack = message.stack
      }
    })
    child.on('error', failed)
    child.on('close', (code, signal) => {
      if (failure) failed(failure)
      else if (code === 0) done({ setupCode, isDemoOver })
      else
        failed(
          new StartFailure(
            `准备过程被中断（${signal ?? code}），再次启动会接着做。`,
            `Preparing was interrupted (${signal ?? code}); the next start goes on with it.`,
          ),
        )
    })
  })
}

interface Life extends StartOptions {
  readonly root: string
  readonly config: Config
  readonly env: Env
  readonly progress: Progress
  readonly setupCode: string | undefined
}

async function live({ root, config, env, progress, setupCode, fromSource }: Life): Promise<number> {
  const reporter = { note: (line: string) => progress.note(line) }
  let told: (code: number) => void = () => {}
  const stopped = new Promise<number>((resolve_) => {
    told = resolve_
  })
  let house: House | undefined
  let draining = false
  const drain = async (): Promise<void> => {
    console.log('\n… 正在收尾，再按一次立即退出 · draining; press again to stop at once')
    await house?.stop()
    told(0)
  }
  const onSignal = (): void => {
    if (draining) {
      house?.kill()
      told(130)
    } else {
      draining = true
      drain().catch(() => told(1))
    }
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  try {
    house = await openHouse(root, config, env, reporter, fromSource)
    progress.begin('开门 · opening')
    await Promise.race([ready(config, house), stopped])
    if (!draining) {
      progress.done('服务已就绪 · all services answer')
      const notes = setupCode ? [...house.pages, `首次设置码 · code for the first set-up at /admin/setup: ${setupCode}`] : house.pages
      console.log(await banner(config, config.LIREN_DEMO ? personas() : [], notes))
    }
    const code = await stopped
    if (code === 0) console.log('✓ 已收尾，数据都在 · stopped, everything is kept')
    return code
  } catch (error) {
    house?.kill()
    throw error
  } finally {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

/** Who can be tried, as the banner lists them. */
const personas = () =>
  personaSpecs.map(({ title, account, page, doing }) => ({ name: title, account, password: account && demoPassword, page, doing }))

const readyWithin = 90_000

/** Waits until the server says that it is ready; a child that cannot even start is not waited for. */
async function ready(config: Config, house: House): Promise<void> {
  const host = ['0.0.0.0', '::'].includes(config.LIREN_HOST) ? '127.0.0.1' : config.LIREN_HOST
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${config.LIREN_PORT}/readyz`
  const until = Date.now() + readyWithin
  while (Date.now() < until) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
    if (answer?.ok) return
    const broken = house.children.find((child) => child.crashes >= 3)
    if (broken) {
      throw new StartFailure(
        `${broken.name} 反复无法启动，原因见 ${config.LIREN_DATA}/logs/${broken.name}.log。`,
        `${broken.name} cannot be started; the reason is in ${config.LIREN_DATA}/logs/${broken.name}.log.`,
      )
    }
    await wait(100)
  }
  throw new StartFailure('服务未能在 90 秒内就绪。', 'The server did not become ready within 90 seconds.')
}
