import type { z } from '@liren/contract'
import { bridgeErrors } from '@liren/contract/capabilities/bridge'
import { commandsAskSchema } from '@liren/contract/device-commands'
import { devicesAskSchema } from '@liren/contract/device-register'
import { rulesAskSchema } from '@liren/contract/device-rules'
import { jobsAskSchema, requestAskSchema } from '@liren/contract/edge/asks'
import { allowedSkew } from '../../kernel/crypto/signed-request.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { parseParts } from '../../kernel/http/validate.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { type BridgeKey, bridgeByCode } from './chain.ts'

interface Signed {
  readonly payload: string
  readonly signature: string
}
interface Ask {
  readonly bridge: string
  readonly at: number
  readonly nonce: string
}

/**
 * Reads a question and holds it against the key of its bridge, its time, and whether it was asked before. Nothing in
 * it is believed before that.
 */
async function verifyAsk<A extends Ask>(kernel: Kernel, body: Signed, schema: z.core.$ZodType<A>): Promise<{ bridge: BridgeKey; ask: A }> {
  const ask = readAsk(body.payload, schema)
  const bridge = await bridgeByCode(kernel, ask.bridge)
  if (!bridge) throw refuseWith(bridgeErrors, 'bridge.unknown')
  if (!kernel.crypto.verify(bridge.public_key, Buffer.from(body.payload), Buffer.from(body.signature, 'base64')))
    throw refuseWith(bridgeErrors, 'bridge.signature')
  if (!bridge.is_enabled) throw refuseWith(bridgeErrors, 'bridge.disabled')
  const now = kernel.clock.now()
  if (Math.abs(now - ask.at) > allowedSkew) throw refuseWith(bridgeErrors, 'bridge.ask-old', { details: { now } })
  if (!(await insertOnce(kernel.store, 'request_nonces', { key_id: `bridge:${bridge.code}`, nonce: ask.nonce, seen_at: now })))
    throw refuseWith(bridgeErrors, 'bridge.ask-old', { details: { now } })
  return { bridge, ask }
}

function readAsk<A>(payload: string, schema: z.core.$ZodType<A>): A {
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    throw refuse('request.invalid', { faults: [{ path: 'body.payload', zh: '不是 JSON', en: 'Not JSON' }] })
  }
  return parseParts([{ name: 'body', schema, value }], 'left-out').body as A
}

export const verifyCommandsAsk = (kernel: Kernel, body: Signed) => verifyAsk(kernel, body, commandsAskSchema)
export const verifyDevicesAsk = (kernel: Kernel, body: Signed) => verifyAsk(kernel, body, devicesAskSchema)
export const verifyRulesAsk = (kernel: Kernel, body: Signed) => verifyAsk(kernel, body, rulesAskSchema)
export const verifyJobsAsk = (kernel: Kernel, body: Signed) => verifyAsk(kernel, body, jobsAskSchema)
export const verifyRequestAsk = (kernel: Kernel, body: Signed) => verifyAsk(kernel, body, requestAskSchema)
