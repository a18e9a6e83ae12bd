import { OutgoingRefused, postOut } from '../../kernel/adapters/outgoing.ts'
import { canonicalRequest, signatureHeaders } from '../../kernel/crypto/signed-request.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { HookRow } from './row.ts'

/** After so many a message is set aside, to be looked at and sent again by hand. */
export const tries = 8
const second = 1000
const waits = [10, 30, 120, 600, 1800, 3600, 3 * 3600, 3 * 3600].map((seconds) => seconds * second)
const timeoutMs = 5 * second

export const retryAfter = (attempts: number): number => waits[Math.min(attempts, waits.length) - 1] ?? 0
/** An address that is away is left alone for a while with everything that waits for it. */
export const restAfter = retryAfter

/** `refused`: this message was not wanted; `away`: nobody answers; `hopeless`: it must not be sent there at all. */
export interface Attempt {
  readonly kind: 'taken' | 'refused' | 'away' | 'hopeless'
  readonly status?: number
  readonly fault?: string
}

export const hostsAllowed = (kernel: Kernel): string[] => kernel.config.LIREN_HOOK_HOSTS.toLowerCase().split(',').filter(Boolean)

export const secretPlace = (id: string) => ({ table: 'hooks', column: 'sealed_secret', row: id })

/** One try. The signature covers method, path, body, time and the number of the delivery, which never comes twice for two things. */
export async function attempt(kernel: Kernel, hook: HookRow, one: { id: string; content: string }): Promise<Attempt> {
  try {
    const body = `{"delivery":"${one.id}",${one.content.slice(1)}`
    const status = await postOut({
      ...{ url: hook.url, body, timeoutMs, allowed: hostsAllowed(kernel) },
      headers: { ...signatureFor(kernel, hook, one.id, body), 'x-liren-delivery': one.id },
    })
    if (status >= 200 && status < 300) return { kind: 'taken', status }
    const isBusy = status >= 500 || status === 408 || status === 425 || status === 429
    return { kind: isBusy ? 'away' : 'refused', status }
  } catch (error) {
    if (error instanceof OutgoingRefused && error.reason !== 'unresolved') return { kind: 'hopeless', fault: error.reason }
    return { kind: 'away', fault: faultOf(error) }
  }
}

function signatureFor(kernel: Kernel, hook: HookRow, deliveryId: string, body: string): Record<string, string> {
  const url = new URL(hook.url)
  const version = kernel.keyring.currentVersion('house')
  const parts = { keyId: hook.signed_by === 'sm2' ? `house-${version}` : hook.id, time: String(kernel.clock.now()), nonce: deliveryId }
  const request = { method: 'POST', target: `${url.pathname}${url.search}`, body: Buffer.from(body) }
  const canonical = canonicalRequest(kernel.crypto, request, parts)
  const signature =
    hook.signed_by === 'sm2'
      ? kernel.crypto.sign(kernel.keyring.secret('house', version, 'hooks').toString(), canonical)
      : kernel.crypto.hmacSm3(Buffer.from(kernel.sealer.open(hook.sealed_secret, secretPlace(hook.id)), 'hex'), canonical)
  return {
    [signatureHeaders.keyId]: parts.keyId,
    [signatureHeaders.time]: parts.time,
    [signatureHeaders.nonce]: parts.nonce,
    [signatureHeaders.signature]: signature.toString('base64'),
  }
}

// Only the system's own code: a message may repeat what the address holds.
function faultOf(error: unknown): string {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return 'timeout'
  if (error instanceof OutgoingRefused) return error.reason
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : 'no connection'
}
