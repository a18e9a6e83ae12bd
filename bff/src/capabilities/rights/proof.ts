import type { RightsProof } from '@liren/contract/capabilities/rights'
import type { Kernel } from '../../kernel/kernel.ts'

/** Signs what was done with the key that signs the audit trail, so that it can be shown to whoever doubts it. */
export function signProof(kernel: Kernel, items: RightsProof['items'], at: number): RightsProof {
  const { crypto, keyring } = kernel
  const instant = new Date(at).toISOString()
  const digest = digestOf(kernel, { at: instant, items })
  const keyVersion = keyring.currentVersion('witness')
  const key = keyring.secret('witness', keyVersion, 'rights_requests').toString()
  return { at: instant, items, digest, signature: crypto.sign(key, Buffer.from(digest)).toString('base64'), keyVersion }
}

const digestOf = ({ crypto }: Pick<Kernel, 'crypto'>, { at, items }: Pick<RightsProof, 'at' | 'items'>): string =>
  crypto.sm3(JSON.stringify([at, items])).toString('hex')

/** Whether a proof says what the house once signed. */
export function isProofGood(kernel: Kernel, proof: RightsProof): boolean {
  const key = kernel.keyring.publicKey('witness', proof.keyVersion)
  if (!key || digestOf(kernel, proof) !== proof.digest) return false
  return kernel.crypto.verify(key, Buffer.from(proof.digest), Buffer.from(proof.signature, 'base64'))
}
