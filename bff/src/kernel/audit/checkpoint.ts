import type { Keyring } from '../crypto/keyring.ts'
import type { CryptoProvider } from '../crypto/provider.ts'

/** What the house has said, once and for all, about the first `size` entries. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
  /** Chain value of entry `size`. */
  readonly chain: Buffer
  readonly at: number
  readonly keyVersion: number
}

/** Text that people can read and any SM2 tool can verify, with its signature in base64. */
export interface SignedCheckpoint {
  readonly text: string
  readonly signature: string
}

/** The tree is named after its first entry, so that two trees are never taken for one. */
export const originOf = (firstLeaf: Buffer): string => `liren-audit/${firstLeaf.toString('hex').slice(0, 16)}`

export const checkpointText = (checkpoint: Checkpoint): string =>
  [
    checkpoint.origin,
    checkpoint.size,
    checkpoint.root.toString('base64'),
    `chain ${checkpoint.chain.toString('base64')}`,
    `time ${new Date(checkpoint.at).toISOString()}`,
    `key ${checkpoint.keyVersion}`,
    '',
  ].join('\n')

const shape =
  /^(liren-audit\/[0-9a-f]{16})\n([1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\nchain ([A-Za-z0-9+/]{43}=)\ntime (\d{4}-\d\d-\d\dT[\d:.]+Z)\nkey ([1-9]\d{0,8})\n$/

export function readCheckpoint(text: string): Checkpoint | undefined {
  const match = shape.exec(text)
  if (!match) return undefined
  const [, origin, size, root, chain, time, key] = match as unknown as [string, string, string, string, string, string, string]
  return {
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    chain: Buffer.from(chain, 'base64'),
    at: Date.parse(time),
    keyVersion: Number(key),
  }
}

export function signCheckpoint(crypto: CryptoProvider, keyring: Keyring, checkpoint: Checkpoint): SignedCheckpoint {
  const text = checkpointText(checkpoint)
  const key = keyring.secret('witness', checkpoint.keyVersion, 'audit_checkpoints').toString()
  return { text, signature: crypto.sign(key, Buffer.from(text)).toString('base64') }
}

/** The checkpoint, if it is one and the house signed it. */
export function verifiedCheckpoint(crypto: CryptoProvider, keyring: Keyring, signed: SignedCheckpoint): Checkpoint | undefined {
  const checkpoint = readCheckpoint(signed.text)
  const key = checkpoint && keyring.publicKey('witness', checkpoint.keyVersion)
  if (!key) return undefined
  return crypto.verify(key, Buffer.from(signed.text), Buffer.from(signed.signature, 'base64')) ? checkpoint : undefined
}
