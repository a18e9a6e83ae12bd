import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** An address as people write it. */
export const plainAddress = (remote: string): string => remote.replace(/^::ffff:/, '').slice(0, 60)

/** What TLS says about who is at the other end: a certificate counts only when our authority signed it. */
export function peerOf(socket: Socket): { readonly isSecure: boolean; readonly fingerprint: string | undefined } {
  if (!(socket instanceof TLSSocket)) return { isSecure: false, fingerprint: undefined }
  const fingerprint = socket.authorized ? socket.getPeerCertificate().fingerprint256?.replaceAll(':', '').toLowerCase() : undefined
  return { isSecure: true, fingerprint }
}
