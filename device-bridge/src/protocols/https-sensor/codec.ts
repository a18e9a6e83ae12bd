import { decodeMessage } from '../../families/sensors/message.ts'
import { readReply } from '../../families/sensors/replies.ts'
import { badFrame, type Decoded, goodFrame } from '../protocol.ts'

/** A message as it stands in the body; a reply to a command with `--as reply`. */
export function decode(bytes: Buffer, variant?: string): Decoded {
  if (variant === 'reply') {
    const read = readReply(bytes)
    return 'why' in read ? badFrame(read.at, read.why) : goodFrame({ id: read.id, ...read.reply })
  }
  const message = decodeMessage(bytes, Number.MAX_SAFE_INTEGER)
  return message.ok ? goodFrame(JSON.parse(bytes.toString('utf8'))) : badFrame(message.at, message.why)
}
