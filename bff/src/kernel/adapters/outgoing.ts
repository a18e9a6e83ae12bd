import { lookup as resolve } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP } from 'node:net'

/** Nothing behind these belongs to somebody outside: a message sent there would speak to our own machines. */
const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

export const isInside = (address: string): boolean => inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Why nothing was sent. */
export class OutgoingRefused extends Error {
  readonly reason: 'address' | 'private' | 'unresolved'

  constructor(reason: OutgoingRefused['reason']) {
    super(reason)
    this.name = 'OutgoingRefused'
    this.reason = reason
  }
}

/** The host without the brackets that addresses of version 6 wear in a URL. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').toLowerCase()

const isAllowed = (url: URL, allowed: readonly string[]): boolean =>
  allowed.includes(url.hostname.toLowerCase()) || allowed.includes(url.host.toLowerCase())

/**
 * What can be said of an address before its name is looked up: https, nobody's password in it, and no private number.
 * The operator of the house may allow single hosts.
 */
export function readAddress(text: string, allowed: readonly string[]): URL {
  if (!URL.canParse(text)) throw new OutgoingRefused('address')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') throw new OutgoingRefused('address')
  if (isAllowed(url, allowed)) {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new OutgoingRefused('address')
    return url
  }
  if (url.protocol !== 'https:') throw new OutgoingRefused('address')
  const host = bare(url.hostname)
  if (isIP(host) !== 0 ? isInside(host) : host === 'localhost' || host.endsWith('.localhost') || !host.includes('.'))
    throw new OutgoingRefused('private')
  return url
}

export interface Outgoing {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  readonly allowed: readonly string[]
}

/** The number behind the name, looked up once: what was looked at is what is connected to. */
async function numberOf(url: URL, allowed: readonly string[]): Promise<{ address: string; family: number }> {
  const host = bare(url.hostname)
  const found = await resolve(host, { all: true }).catch(() => {
    throw new OutgoingRefused('unresolved')
  })
  const [first] = found
  if (!first) throw new OutgoingRefused('unresolved')
  if (!isAllowed(url, allowed) && found.some(({ address }) => isInside(address))) throw new OutgoingRefused('private')
  return first
}

interface Exchange extends Pick<Outgoing, 'url' | 'headers' | 'timeoutMs' | 'allowed'> {
  readonly method: 'GET' | 'POST'
  readonly body?: Buffer
  /** How much of the answer is read; nothing of it without this. */
  readonly mostBytes?: number
}

/** Asks once and follows nothing. Throws when there was no answer at all. */
async function exchange(wish: Exchange): Promise<{ status: number; text: string }> {
  const { method, headers, body, timeoutMs, allowed, mostBytes } = wish
  const url = readAddress(wish.url, allowed)
  const { address, family } = await numberOf(url, allowed)
  const client = url.protocol === 'https:' ? https : http
  return new Promise((done, failed) => {
    const request = client.request(
      url,
      {
        ...{ method, agent: false, headers: { ...headers, connection: 'close' }, signal: AbortSignal.timeout(timeoutMs) },
        lookup: (_host, options, found) =>
          options.all
            ? found(null, [{ address, family }] as never)
            : (found as (e: null, a: string, f: number) => void)(null, address, family),
      },
      (answer) => {
        const status = answer.statusCode ?? 0
        if (mostBytes === undefined) {
          answer.destroy()
          done({ status, text: '' })
          return
        }
        const parts: Buffer[] = []
        let size = 0
        answer.on('data', (part: Buffer) => {
          size += part.length
          if (size > mostBytes) request.destroy(Object.assign(new Error('the answer is too long'), { code: 'too-long' }))
          else parts.push(part)
        })
        answer.on('error', failed)
        answer.on('end', () => done({ status, text: Buffer.concat(parts).toString('utf8') }))
      },
    )
    request.on('error', failed)
    request.end(body)
  })
}

/** Posts once, follows nothing, reads no more than the status. Throws when there was no answer at all. */
export async function postOut({ body, headers, ...wish }: Outgoing): Promise<number> {
  const bytes = Buffer.from(body)
  const all = { ...headers, 'content-type': 'application/json', 'content-length': String(bytes.length) }
  return (await exchange({ ...wish, method: 'POST', headers: all, body: bytes })).status
}

/** Asks for an answer of so many bytes at most. */
export const getOut = (wish: Omit<Outgoing, 'body'> & { readonly mostBytes: number }): Promise<{ status: number; text: string }> =>
  exchange({ ...wish, method: 'GET' })
