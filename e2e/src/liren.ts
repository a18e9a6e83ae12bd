import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoAccounts, type End, smsTemplates } from '@liren/contract'
import type { PersonaCode } from '@liren/contract/capabilities/session'
import { inject } from 'vitest'
import { type SmsSim, startSmsSim } from '../../simulators/src/sms.ts'
import { startWechatSim, type WechatSim } from '../../simulators/src/wechat.ts'
import { startService } from '../../tools/src/services/service.ts'
import { houseEnv } from './seeded.ts'

const main = fileURLToPath(new URL('../../bff/dist/main.js', import.meta.url))

/** Somebody who talks to the house without a screen: for what a journey needs to be so before it begins. */
export interface Caller {
  readonly userId: string
  /** For whoever speaks for themselves, as a bridge that is played. */
  readonly token: string
  get<T = Record<string, unknown>>(path: string): Promise<T>
  post<T = Record<string, unknown>>(path: string, body: unknown): Promise<T>
  patch<T = Record<string, unknown>>(path: string, body: unknown): Promise<T>
}

/** A real house: the built server with both built ends, a port and a community of its own. */
export interface Liren {
  readonly url: string
  readonly wechat: WechatSim
  readonly sms: SmsSim
  /** Signed in as a persona, without a screen; at the end that is named, or at that persona's first. */
  caller(persona: PersonaCode, end?: End): Promise<Caller>
  /** As a power cut would. */
  kill(): Promise<void>
  /** Up again, on the same port with the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function openLiren(settings: Readonly<Record<string, string>> = {}): Promise<Liren> {
  const folder = mkdtempSync(join(tmpdir(), 'liren-journey-'))
  cpSync(inject('seededFolder'), folder, { recursive: true })
  const templates = Object.fromEntries(Object.entries(smsTemplates).map(([name, { text }]) => [name, text.zh]))
  const wechat = await startWechatSim({ ...demoAccounts.wechat, port: 0 })
  const sms = await startSmsSim({ ...demoAccounts.sms, port: 0, templates })
  const env = houseEnv({ LIREN_DATA: folder, LIREN_WECHAT_URL: wechat.url, LIREN_SMS_URL: sms.url, ...settings })
  const server = await startService(
    {
      name: 'bff',
      command: 'env',
      url: (port) => `http://127.0.0.1:${port}`,
      args: ({ port }) => [
        '-i',
        ...Object.entries({ ...env, LIREN_PORT: String(port) }).map(([name, value]) => `${name}=${value}`),
        process.execPath,
        '--enable-source-maps',
        main,
      ],
      answers: async ({ port }) => {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2000) })
        if (!answer.ok) throw new Error('not ready')
      },
    },
    folder,
  )
  return {
    url: server.url,
    wechat,
    sms,
    caller: (persona, end) => signIn(server.url, persona, end),
    kill: () => server.kill(),
    restart: () => server.restart(),
    async stop() {
      await server.stop()
      await Promise.all([wechat.close(), sms.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function signIn(url: string, persona: PersonaCode, end?: End): Promise<Caller> {
  let token = ''
  let key = 0
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'idempotency-key': `${persona}-${Date.now()}-${++key}-journey`,
    }
    if (token) headers.authorization = `Bearer ${token}`
    const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const signed = await ask<{ token: string; me: { user: { id: string } } }>('POST', '/api/session/demo', {
    persona,
    ...(end ? { client: 'bearer', end } : {}),
  })
  token = signed.token
  return {
    userId: signed.me.user.id,
    token,
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    patch: (path, body) => ask('PATCH', path, body),
  }
}
