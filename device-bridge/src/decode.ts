import { findProtocol } from './protocols/all.ts'
import { readInput } from './tools/decode-input.ts'
import { listProtocols } from './tools/listing.ts'

const usage = `npm run decode -- <protocol> <hex | file> [--as <kind>]

Prints a frame as readable JSON. A bad frame ends it with 1 and the position of the byte at fault; wrong use with 2.
A file holds the bytes of one frame, or hex with one frame on each line (what follows a # is left out).
Protocols of text take the text itself, or a file with it.

Protocols:
${listProtocols()}`

/** The bytes around the fault, with a mark under it. */
function around(bytes: Buffer, at: number): string {
  const from = Math.max(0, Math.min(at, bytes.length) - 8)
  const part = bytes.subarray(from, from + 16)
  const hex = [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return `  ${from.toString().padStart(5)}  ${hex}\n${' '.repeat(9 + (at - from) * 3)}^^`
}

function main(args: readonly string[]): number {
  const words = [...args]
  const as = words.indexOf('--as')
  const variant = as >= 0 ? words.splice(as, 2)[1] : undefined
  if (words.includes('--help') || words.includes('-h')) {
    console.log(usage)
    return 0
  }
  const [name, ...rest] = words
  const protocol = name === undefined ? undefined : findProtocol(name)
  if (!protocol || rest.length === 0) {
    console.error(name !== undefined && !protocol ? `There is no protocol "${name}".\n\n${usage}` : usage)
    return 2
  }
  if (as >= 0 && (variant === undefined || !protocol.variants?.includes(variant))) {
    console.error(`${protocol.name} knows ${protocol.variants ? `--as ${protocol.variants.join(' | ')}` : 'no --as'}`)
    return 2
  }
  const input = readInput(rest, protocol.isText ?? false)
  if (!input.ok) {
    console.error(`byte ${input.at}: ${input.why}`)
    return 1
  }
  let worst = 0
  for (const { bytes, label } of input.frames) {
    const decoded = protocol.decode(bytes, variant)
    const prefix = label === '' ? '' : `${label}: `
    if (decoded.ok) {
      console.log(label === '' ? JSON.stringify(decoded.value, null, 2) : `${prefix}${JSON.stringify(decoded.value)}`)
      continue
    }
    console.error(`${prefix}byte ${decoded.at}: ${decoded.why}\n${around(bytes, decoded.at)}`)
    worst = 1
  }
  return worst
}

process.exitCode = main(process.argv.slice(2))
