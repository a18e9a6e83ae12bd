import type { IncomingMessage } from 'node:http'

/** Sent by our own pages with every write; a foreign page cannot add it without asking first. */
export const csrfHeader = 'x-liren-csrf'

/**
 * Whether a request that is signed in by cookie was made by a page of ours. Browsers attach the cookie to
 * what any page asks for; `Sec-Fetch-Site` and `Origin` are the two words a page cannot forge.
 */
export function fromOwnPage(req: IncomingMessage, ownOrigins: readonly string[]): boolean {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  const origin = req.headers.origin
  // A browser old enough to send neither is not one to trust with a cookie.
  if (origin === undefined) return site === 'same-origin'
  return ownOrigins.includes(origin)
}

/** The origins a request may come from: the public one, and the address it was sent to. */
export function ownOriginsOf(req: IncomingMessage, https: boolean, publicUrl?: string): string[] {
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).origin]
  if (req.headers.host !== undefined) own.push(`${https ? 'https' : 'http'}://${req.headers.host}`)
  return own
}
