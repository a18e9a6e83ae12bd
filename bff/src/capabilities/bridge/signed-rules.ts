import { type RulesAnswer, type RulesAsk, rulesText, type SignedRulesAnswer } from '@liren/contract/device-rules'
import type { Kernel } from '../../kernel/kernel.ts'

/** So many keys of the house sign: a bridge that knows the one before learns the present one from it. */
const mostKeys = 2

/** An answer with the house's word for it: what opens doors without the house must not come from anybody else. */
export function signedRules(kernel: Kernel, ask: RulesAsk, answer: RulesAnswer): SignedRulesAnswer {
  const text = Buffer.from(rulesText(ask, answer))
  const current = kernel.keyring.currentVersion('house')
  const keys = kernel.keyring.versions
    .filter(({ purpose, version, publicKey }) => purpose === 'house' && publicKey !== null && version <= current)
    .sort((a, b) => b.version - a.version)
    .slice(0, mostKeys)
  return {
    ...answer,
    signatures: keys.map(({ version, publicKey }) => {
      const signature = kernel.crypto.sign(kernel.keyring.secret('house', version, 'rules').toString(), text).toString('base64')
      return { keyId: `house-${version}`, publicKey: String(publicKey), signature }
    }),
  }
}
