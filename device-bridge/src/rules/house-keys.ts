import { join } from 'node:path'
import { z } from '@liren/contract'
import { type RulesAsk, rulesText, type SignedRulesAnswer } from '@liren/contract/device-rules'
import { verifies } from '../crypto.ts'
import { readWhole, writeWhole } from '../platform/whole-file.ts'

const keptSchema = z.object({ keys: z.array(z.object({ keyId: z.string(), publicKey: z.string() })) })

/**
 * The keys of the house that this bridge believes. The first that it meets are kept, as one meets a host by ssh; from then on a new
 * one counts only beside the signature of a known one. `house-keys.json` may be put there before the first contact.
 */
export async function openHouseKeys(folder: string) {
  const file = join(folder, 'house-keys.json')
  const found = await readWhole(file)
  let keys = found === undefined ? [] : z.parse(keptSchema, found).keys

  return {
    /** Throws when the answer is not the house's own, or is one to another question. */
    async check(ask: Pick<RulesAsk, 'bridge' | 'nonce'>, answer: SignedRulesAnswer): Promise<void> {
      const text = rulesText(ask, answer)
      const right = answer.signatures.filter(({ publicKey, signature }) => verifies(publicKey, text, signature))
      const isKnown = right.some(({ publicKey }) => keys.some((key) => key.publicKey === publicKey))
      if (right.length === 0 || (keys.length > 0 && !isKnown))
        throw new Error('the rules are not signed by the house that this bridge knows')
      const fresh = right.filter(({ publicKey }) => !keys.some((key) => key.publicKey === publicKey))
      if (fresh.length === 0) return
      const next = [...keys, ...fresh.map(({ keyId, publicKey }) => ({ keyId, publicKey }))]
      await writeWhole(file, { keys: next })
      keys = next
    },
  }
}

export type HouseKeys = Awaited<ReturnType<typeof openHouseKeys>>
