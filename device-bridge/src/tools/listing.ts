import { protocols } from '../protocols/all.ts'
import type { Protocol } from '../protocols/protocol.ts'

/** Every protocol with its line of words. */
export function listProtocols(only: (protocol: Protocol) => boolean = () => true): string {
  const listed = protocols.filter(only)
  const width = Math.max(...listed.map(({ name }) => name.length))
  return listed
    .map(({ name, text, variants }) => `  ${name.padEnd(width)}  ${text}${variants ? ` (--as ${variants.join(' | ')})` : ''}`)
    .join('\n')
}
