import type { RightsProof } from '@liren/contract/capabilities/rights'
import { isTextSigned, signText } from '../../kernel/crypto/proof.ts'
import type { Kernel } from '../../kernel/kernel.ts'

const textOf = ({ at, items }: Pick<RightsProof, 'at' | 'items'>): string => JSON.stringify([at, items])

/** What became of the data of a closed account, signed. */
export function signProof(kernel: Kernel, items: RightsProof['items'], at: number): RightsProof {
  const instant = new Date(at).toISOString()
  return { at: instant, items, ...signText(kernel, 'rights_requests', textOf({ at: instant, items })) }
}

/** Whether a proof says what the house once signed. */
export const isProofGood = (kernel: Kernel, proof: RightsProof): boolean => isTextSigned(kernel, textOf(proof), proof)
