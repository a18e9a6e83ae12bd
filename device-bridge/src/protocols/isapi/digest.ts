import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { openWeb, type WebQuestion } from '../../transport/http-client.ts'

/** MD5 is what these devices take; it hides the password from the line, and nothing here relies on it for more. */
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** The answer to a challenge; undefined when it is none that we know. */
export function digestOf(
  challenge: string,
  given: { method: string; path: string; user: string; password: string; cnonce: string },
): string | undefined {
  if (!/^digest /i.test(challenge)) return undefined
  const field = (name: string): string | undefined => {
    const found = new RegExp(`(?:^|[\\s,])${name}=(?:"([^"]*)"|([^\\s,]+))`, 'i').exec(challenge)
    return found?.[1] ?? found?.[2]
  }
  const [realm, nonce, opaque, algorithm] = [field('realm'), field('nonce'), field('opaque'), field('algorithm')]
  const isAuth = (field('qop') ?? '').split(',').some((one) => one.trim() === 'auth')
  if (realm === undefined || nonce === undefined || (algorithm !== undefined && algorithm.toUpperCase() !== 'MD5')) return undefined
  const { method, path, user, password, cnonce } = given
  const [first, second] = [md5(`${user}:${realm}:${password}`), md5(`${method}:${path}`)]
  const response = isAuth ? md5(`${first}:${nonce}:00000001:${cnonce}:auth:${second}`) : md5(`${first}:${nonce}:${second}`)
  return [
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${path}", response="${response}"`,
    ...(isAuth ? [`qop=auth, nc=00000001, cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
  ].join(', ')
}

/** The device does not believe our password: asking on would lock its account. */
export class WrongPassword extends Error {
  constructor() {
    super('the device refuses our password')
    this.name = 'WrongPassword'
  }
}

/** One question with the password that the device asks for. */
export async function openDigest(
  question: WebQuestion,
  user: string,
  password: string,
): Promise<{ status: number; type: string | undefined; stream: IncomingMessage }> {
  const first = await openWeb(question)
  if (first.status !== 401) return { status: first.status, type: first.headers['content-type'], stream: first.stream }
  first.stream.destroy()
  const { pathname, search } = new URL(question.url)
  const given = { method: question.method, path: `${pathname}${search}`, user, password, cnonce: randomBytes(8).toString('hex') }
  const authorization = digestOf(String(first.headers['www-authenticate'] ?? ''), given)
  if (authorization === undefined) throw new Error('the device asks for a password in a way that is not known')
  const second = await openWeb({ ...question, headers: { ...question.headers, authorization } })
  if (second.status !== 401) return { status: second.status, type: second.headers['content-type'], stream: second.stream }
  second.stream.destroy()
  throw new WrongPassword()
}

/** The same with the whole answer as text. */
export async function askDigest(question: WebQuestion, user: string, password: string): Promise<{ status: number; text: string }> {
  const { status, stream } = await openDigest(question, user, password)
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return { status, text: Buffer.concat(chunks).toString('utf8') }
}
