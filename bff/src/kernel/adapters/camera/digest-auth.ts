import { createHash, randomBytes } from 'node:crypto'

export interface Login {
  readonly user: string
  readonly password: string
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** The answer to `WWW-Authenticate`: Digest with MD5 as cameras ask it, Basic where only that is offered. */
export function authorization(challenge: string, login: Login, method: string, path: string): string | undefined {
  if (/^basic\b/i.test(challenge)) return `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  if (!/^digest\b/i.test(challenge)) return undefined
  const field = (name: string): string | undefined => new RegExp(`\\b${name}="?([^",]+)"?`, 'i').exec(challenge)?.[1]
  const [realm, nonce, qop, opaque] = [field('realm'), field('nonce'), field('qop'), field('opaque')]
  const algorithm = field('algorithm') ?? 'MD5'
  if (realm === undefined || nonce === undefined || algorithm.toUpperCase() !== 'MD5') return undefined
  const [first, second] = [md5(`${login.user}:${realm}:${login.password}`), md5(`${method}:${path}`)]
  const cnonce = randomBytes(8).toString('hex')
  const quality = qop?.split(/\s*,\s*/).includes('auth') ? 'auth' : undefined
  const response = quality ? md5(`${first}:${nonce}:00000001:${cnonce}:auth:${second}`) : md5(`${first}:${nonce}:${second}`)
  return [
    `Digest username="${login.user.replace(/["\\]/g, '')}", realm="${realm}", nonce="${nonce}", uri="${path}", response="${response}"`,
    ...(quality ? [`qop=auth, nc=00000001, cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ].join(', ')
}
