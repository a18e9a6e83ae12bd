/** Hashing of RFC 6962 with SM3: leaves and inner nodes can never be taken for each other. */
type Hash = (data: Buffer | string) => Buffer

const nodeMark = Buffer.from([1])
const chainMark = Buffer.from([2])

export const leafHash = (hash: Hash, content: string): Buffer => hash(`\0${content}`)
export const nodeHash = (hash: Hash, left: Buffer, right: Buffer): Buffer => hash(Buffer.concat([nodeMark, left, right]))
export const emptyRoot = (hash: Hash): Buffer => hash('')

/** The chain value of entry `seq`: it fixes the entry, its number and everything before it. */
export function chainHash(hash: Hash, seq: number, previous: Buffer, leaf: Buffer): Buffer {
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(seq))
  return hash(Buffer.concat([chainMark, number, previous, leaf]))
}

export const chainStart = Buffer.alloc(32)

/**
 * The right edge of a growing tree: the roots of its complete subtrees, smallest first. Enough to append and to
 * know the root, with one hash per level instead of all leaves.
 */
export class Frontier {
  readonly #hash: Hash
  readonly #peaks: (Buffer | undefined)[]
  #size: number

  constructor(hash: Hash, size = 0, peaks: readonly (Buffer | undefined)[] = []) {
    this.#hash = hash
    this.#size = size
    this.#peaks = [...peaks]
  }

  get size(): number {
    return this.#size
  }

  append(leaf: Buffer): void {
    let carried = leaf
    let level = 0
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      carried = nodeHash(this.#hash, this.#peaks[level] as Buffer, carried)
      this.#peaks[level] = undefined
      level++
    }
    this.#peaks[level] = carried
    this.#size++
  }

  root(): Buffer {
    let root: Buffer | undefined
    for (const peak of this.#peaks) if (peak) root = root ? nodeHash(this.#hash, peak, root) : peak
    return root ?? emptyRoot(this.#hash)
  }

  toText(): string {
    return JSON.stringify(this.#peaks.map((peak) => peak?.toString('hex') ?? null))
  }

  static fromText(hash: Hash, size: number, text: string): Frontier {
    const peaks = (JSON.parse(text) as (string | null)[]).map((peak) => (peak === null ? undefined : Buffer.from(peak, 'hex')))
    return new Frontier(hash, size, peaks)
  }
}
