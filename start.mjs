#!/usr/bin/env node
// One command starts a living community: installs what is missing, builds what is stale, then hands over to
// tools/src/start. `node start.mjs --help` explains.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installCommand, missing, nodeTooOld } from './tools/src/run/install.mjs'
import { build, run, stale } from './tools/src/start/build.mjs'
import { portInUse } from './tools/src/start/port.mjs'
import { ticking } from './tools/src/start/ticking.mjs'

const root = dirname(fileURLToPath(import.meta.url))
const help = `npm start                     起一个活的社区 · starts a living community
npm start -- --help           本页 · this page
npm start -- --settings       所有设置项 · every LIREN_* setting with its default
npm start -- --no-build       不检查构建 · takes the builds as they are
npm start -- --only-build     只安装与构建 · installs and builds, then ends
npm start -- --from-source    直接运行源码，不构建 · runs the sources without a build, for development

第一次启动会安装依赖、构建各端、建立数据库并写入演示社区；之后的启动只做变化的部分。
The first start installs, builds, creates the database and fills in the demo community; later starts do what changed.

常用设置 · Settings most people look for (environment variables)
  LIREN_PORT=7300               端口 · port
  LIREN_HOST=127.0.0.1          监听地址；演示模式对能访问的人完全开放 · the demo is open to whoever reaches it
  LIREN_DATA=./data             数据目录 · where everything is kept
  LIREN_DEMO=on|off             演示社区 · the demo community
  LIREN_DEMO_PROFILE=standard   small | standard | full
  LIREN_DB_URL=mysql://…        用 MySQL / MariaDB / PostgreSQL 代替内嵌 SQLite · instead of the embedded SQLite
  LIREN_REDIS_URL=redis://…     多进程时共享缓存、锁与限流 · shared cache, locks and limits
  LIREN_DEBUG=1                 出错时打印调用栈 · stack traces when something fails

Ctrl-C 收尾后退出，再按一次立即退出 · Ctrl-C drains and stops, a second one stops at once.`

const options = { '--help': false, '-h': false, '--settings': false, '--no-build': false, '--only-build': false, '--from-source': false }

function readArguments(args) {
  for (const arg of args) {
    if (!(arg in options)) throw new Error(`未知选项 · Unknown option ${arg}; npm start -- --help explains.`)
    options[arg] = true
  }
}

async function prepareTree() {
  const why = missing(root)
  if (why) {
    const ended = await ticking(`安装依赖 · installing (${why})`, () => run(installCommand[0], installCommand[1], root))
    if (ended.code !== 0) throw new Error(`依赖安装失败 · npm ci did not finish: ${ended.output.trim().split('\n').slice(-3).join(' ')}`)
  }
  if (options['--no-build'] || options['--from-source'] || options['--settings']) return
  for (const target of stale(root)) {
    await ticking(`构建 · building ${target.text}`, () => build(root, target))
  }
}

// Whoever reads only the first lines has read enough; the house goes on.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error
})

async function main() {
  readArguments(process.argv.slice(2))
  if (options['--help'] || options['-h']) return console.log(help)
  const tooOld = nodeTooOld()
  if (tooOld) throw new Error(tooOld)
  process.chdir(root)
  // Told before minutes of installing and building, not after.
  const busy = options['--only-build'] || options['--settings'] ? undefined : await portInUse(process.env)
  if (busy) throw new Error(busy)
  await prepareTree()
  if (options['--only-build']) return
  const { register } = await import('tsx/esm/api')
  register()
  const { start, printSettings } = await import('./tools/src/start/main.ts')
  if (options['--settings']) return printSettings()
  process.exitCode = await start(root, process.env, { fromSource: options['--from-source'] })
}

main().catch((error) => {
  console.error(`✗ ${error.message}`)
  if (process.env.LIREN_DEBUG) console.error(error.stack)
  process.exitCode = 1
})
