import { z } from '@liren/contract'
import { badFrame, type Decoded, goodFrame } from '../../protocols/protocol.ts'
import { readMessage } from './rpc.ts'

/** One message for a person; a call of a pile with everything that its version has against it. */
export const decodeCalls =
  (requests: Readonly<Record<string, z.ZodMiniType>>) =>
  (bytes: Buffer): Decoded => {
    const read = readMessage(bytes)
    if (!read.ok) return badFrame(read.at, read.why)
    const { message } = read
    const shape = message.kind === 'call' && Object.hasOwn(requests, message.action) ? requests[message.action] : undefined
    if (message.kind !== 'call' || shape === undefined) return goodFrame(message)
    const parsed = z.safeParse(shape, message.payload)
    if (parsed.success) return goodFrame(message)
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || message.action}: ${issue.message}`)
    return goodFrame({ ...message, faults })
  }
