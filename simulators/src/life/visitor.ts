import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Somebody who uses the house as people do: signed in by text message, through the same interface as every end. */
export interface Visitor {
  readonly phone: string
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  /** Uploads a picture; returns its id. */
  upload(picture: Uint8Array): Promise<string>
}

export class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'Refused'
    this.status = status
  }
}

export interface DoorOptions {
  readonly house: string
  /** The newest code that was sent to this telephone. */
  readonly lastCode: (phone: string) => string | undefined
  /** Where sessions outlive a restart: codes are few, and people at the same address need theirs. */
  readonly tokenFile?: string | undefined
}

/** Lets people of the demonstration in, once each. */
export function openDoor({ house, lastCode, tokenFile }: DoorOptions): (phone: string, end: 'resident' | 'staff') => Visitor {
  const tokens = new Map<string, string>(Object.entries(readTokens(tokenFile)))

  const ask = async (method: string, path: string, token: string | undefined, body: string | FormData | undefined, type?: string) => {
    const headers: Record<string, string> = { 'idempotency-key': randomUUID() }
    if (token) headers.authorization = `Bearer ${token}`
    if (type) headers['content-type'] = type
    const answer = await fetch(house + path, {
      method,
      headers,
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { body }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path}: ${answer.status} ${text.slice(0, 300)}`)
    return (text === '' ? undefined : JSON.parse(text)) as unknown
  }
  const json = (value: unknown) => JSON.stringify(value)

  const enter = async (phone: string, end: string): Promise<string> => {
    const known = tokens.get(phone)
    if (known) return known
    await ask('POST', '/api/session/sms-codes', undefined, json({ phone }), 'application/json')
    const code = lastCode(phone)
    if (code === undefined) throw new Refused(404, `no code arrived at ${phone}`)
    const body = json({ phone, code, client: 'bearer', end, device: 'life simulator' })
    const { token } = (await ask('POST', '/api/session/sms', undefined, body, 'application/json')) as { token: string }
    tokens.set(phone, token)
    writeTokens(tokenFile, tokens)
    return token
  }

  return (phone, end) => {
    const as = async <T>(work: (token: string) => Promise<unknown>): Promise<T> => {
      try {
        return (await work(await enter(phone, end))) as T
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 401) throw error
        tokens.delete(phone)
        return (await work(await enter(phone, end))) as T
      }
    }
    return {
      phone,
      get: (path) => as((token) => ask('GET', path, token, undefined)),
      post: (path, body) => as((token) => ask('POST', path, token, json(body), 'application/json')),
      async upload(picture) {
        const form = new FormData()
        form.append('file', new Blob([Uint8Array.from(picture)], { type: 'image/png' }), 'photo.png')
        return (await as<{ id: string }>((token) => ask('POST', '/api/files', token, form))).id
      },
    }
  }
}

function readTokens(file: string | undefined): Record<string, string> {
  try {
    return file === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
  } catch {
    return {}
  }
}

function writeTokens(file: string | undefined, tokens: ReadonlyMap<string, string>): void {
  if (file === undefined) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(Object.fromEntries(tokens)), { mode: 0o600 })
}
