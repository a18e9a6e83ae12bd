import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const program = fileURLToPath(new URL('./fill.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'liren-volume-'))
const data = join(folder, 'data')
const logs = join(folder, 'logs')
const megabytes = 4

const shell = (script: string, env: Record<string, string> = {}) =>
  spawnSync('sh', ['-c', script], { cwd: root, encoding: 'utf8', timeout: 90_000, env: { PATH: process.env.PATH ?? '', ...env } })

/** A small volume of its own where that is allowed; elsewhere no file may grow beyond it, which is as full for a database. */
const small =
  shell('unshare -rm true').status === 0
    ? `mkdir -p ${data} && exec unshare -rm sh -c 'mount -t tmpfs -o size=${megabytes}m data ${data} && exec "$@"' small`
    : `trap '' XFSZ; ulimit -f ${megabytes * 2048}; exec`

const filled = (over: Record<string, string> = {}) =>
  shell(`${small} ${process.execPath} --import tsx ${program}`, { LIREN_DATA: data, LIREN_LOG_FOLDER: logs, LIREN_PORT: '7300', ...over })
const lines = () =>
  readFileSync(join(logs, 'liren-7300.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; refused?: string; n?: number })

describe('the volume of the log', () => {
  afterAll(() => rmSync(folder, { recursive: true }))

  it('[ZJWL-9.3.1.6] is another than that of the data, and goes on taking every line when the data volume is full', () => {
    const run = filled()
    expect(run.stderr).toBe('')
    expect(run.status).toBe(0)
    const said = lines()
    expect(said.find(({ msg }) => msg === 'the data volume is full')?.refused).toMatch(/full|I\/O error/i)
    expect(said.some(({ msg }) => msg === 'no file fits any more')).toBe(true)
    const after = said.filter(({ msg }) => msg === 'after the volume was full')
    expect(after.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
  })

  it('says when it is no volume of its own, and in one sentence when it cannot be written', () => {
    rmSync(logs, { recursive: true })
    const same = shell(
      `${process.execPath} --import tsx -e "import('./bff/src/kernel/web/log-folder.ts').then(({ openLog }) => openLog({ LIREN_LOG_LEVEL: 'info', LIREN_LOG_FOLDER: '${logs}', LIREN_DATA: '${data}', LIREN_PORT: 7300 }))"`,
    )
    expect(same.stderr).toBe('')
    expect(lines().map(({ msg }) => msg)).toEqual([expect.stringContaining('on the volume of the data')])
    const refused = filled({ LIREN_LOG_FOLDER: '/dev/null/logs' })
    expect(refused.status).not.toBe(0)
    expect(refused.stderr).toContain('LIREN_LOG_FOLDER: /dev/null/logs cannot be written')
  })
})
