import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { File } from '@liren/contract/capabilities/file'
import * as migrations from '../../../migrations/index.ts'
import { type ManualClock, manualClock } from '../../../test/manual-clock.ts'
import type { OpenTestStore } from '../../../test/stores.ts'
import { readConfig } from '../../kernel/config.ts'
import { buildRegistry } from '../../kernel/http/registry.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { createHttpApp, listen } from '../../kernel/http/server.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { openKernel } from '../../kernel/open-kernel.ts'
import { type Answer, call } from '../../kernel/web/testing.ts'
import { file } from './index.ts'

/** Help for the tests of files only: the capability alone, over HTTP, with people who are known by their name. */
export interface FileHouse {
  readonly kernel: Kernel
  readonly clock: ManualClock
  readonly port: number
  readonly dataFolder: string
  as(name: string | null, method: string, path: string, headers?: Record<string, string>, body?: Buffer): Promise<Answer>
  upload(name: string, bytes: Buffer, options?: { key?: string; field?: string; fileName?: string; type?: string }): Promise<Answer>
  uploaded(name: string, bytes: Buffer): Promise<File>
  /** Stops and starts again on the same data. */
  restart(): Promise<FileHouse>
  close(): Promise<void>
}

export const principalOf = (name: string): Principal => ({
  kind: 'user',
  id: name.padEnd(26, '0'),
  sessionId: `session-${name}`,
  name,
  end: 'resident',
  grants: [],
  permissions: new Set(),
  exclusive: null,
  roleIds: new Set(),
  fieldRules: new Map(),
  deniedEndpoints: new Set(),
  houseIds: [],
  steppedUpAt: null,
  pending: null,
})
const nobody: Principal = { ...principalOf(''), kind: 'anonymous', id: '', sessionId: null }

export async function fileHouse(open: OpenTestStore): Promise<FileHouse> {
  const { url } = await open.database()
  return openHouse(url, mkdtempSync(join(tmpdir(), 'liren-file-')), manualClock())
}

async function openHouse(url: string, dataFolder: string, clock: ManualClock): Promise<FileHouse> {
  const settings = { LIREN_DATA: dataFolder, LIREN_DB_URL: url, LIREN_LOG_LEVEL: 'silent', LIREN_DB_ALLOW_WEAK: 'on' }
  const { kernel, close } = await openKernel(readConfig(settings, 'test'), migrations as never, { clock })
  const capability = file(kernel)
  kernel.surface.mount([capability])
  const app = createHttpApp(kernel, buildRegistry([capability]), {
    authenticate: async (koa) => {
      const name = koa.get('x-test-name')
      return { principal: name ? principalOf(name) : nobody, expired: false }
    },
  })
  const listening = await listen(app, '127.0.0.1', 0)
  const { port } = listening
  let keys = 0
  const stop = async () => {
    await listening.close(100)
    await close()
  }
  const house: FileHouse = {
    kernel,
    clock,
    port,
    dataFolder,
    as: (name, method, path, headers = {}, body) =>
      call(port, path, { method, headers: { ...(name ? { 'x-test-name': name } : {}), ...headers }, ...(body ? { body } : {}) }),
    upload(name, bytes, { key, field = 'file', fileName = 'IMG_0001.JPG', type = 'image/jpeg' } = {}) {
      const form = multipart([{ field, fileName, type, bytes }])
      const headers = { ...form.headers, 'idempotency-key': key ?? `file-test-key-${String(++keys).padStart(8, '0')}` }
      return house.as(name, 'POST', '/api/files', headers, form.body)
    },
    async uploaded(name, bytes) {
      const answer = await house.upload(name, bytes)
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
      return answer.json() as unknown as File
    },
    async restart() {
      await stop()
      return openHouse(url, dataFolder, clock)
    },
    async close() {
      await stop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
  return house
}

export function multipart(parts: { field: string; fileName?: string; type?: string; bytes: Buffer }[]) {
  const boundary = '----liren-test-boundary'
  const body = Buffer.concat([
    ...parts.flatMap(({ field, fileName, type, bytes }) => [
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${field}"${fileName === undefined ? '' : `; filename="${fileName}"`}\r\n` +
          `${type === undefined ? '' : `content-type: ${type}\r\n`}\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': String(body.length) }, body }
}
