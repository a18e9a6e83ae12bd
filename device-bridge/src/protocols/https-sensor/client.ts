import { randomBytes } from 'node:crypto'
import { secretDigest } from '../../crypto.ts'
import { askWeb } from '../../transport/http-client.ts'
import { macOf, signedText } from './signature.ts'

export interface HttpsDevice {
  readonly url: string
  readonly code: string
  readonly secret: string
  /** PEM of the authority that signed the bridge's certificate. */
  readonly ca?: string
  readonly now: () => number
  /** With its SM2 key in place of the secret. */
  readonly sign?: (text: string) => string
  readonly signal: AbortSignal
}

/** A device's side of it: signs every question. */
export function createHttpsDevice({ url, code, secret, ca, now, sign, signal }: HttpsDevice) {
  const key = Buffer.from(secretDigest(code, secret), 'hex')
  return {
    async ask(method: string, path: string, body = ''): Promise<{ status: number; value: Record<string, unknown> }> {
      const [time, nonce] = [String(now()), randomBytes(12).toString('base64url')]
      const whole = `/v1/devices/${code}${path}`
      const signed = { method, path: whole, time, nonce, body: Buffer.from(body) }
      const signature = sign ? sign(signedText(signed)) : macOf(key, signed)
      const headers = { 'x-liren-time': time, 'x-liren-nonce': nonce, 'x-liren-signature': signature }
      const question = { method, url: `${url}${whole}`, headers, silenceMs: 40_000, signal, ...(ca === undefined ? {} : { ca }) }
      const answer = await askWeb(body === '' ? question : { ...question, body })
      return { status: answer.status, value: JSON.parse(answer.body.toString('utf8')) as Record<string, unknown> }
    },
  }
}
