import { type Checkpoint, type SignedCheckpoint, verifiedCheckpoint } from './checkpoint.ts'
import type { Finding } from './findings.ts'
import type { LinkRow } from './locate.ts'
import type { Frontier } from './merkle.ts'
import type { KeptCheckpoint, VerifyDependencies } from './verify.ts'
import { leafMark } from './witness.ts'

type Place = 'database' | 'witness' | 'kept'

interface Statement {
  readonly place: Place
  readonly checkpoint: Checkpoint
  /** First four bytes of each leaf it adds, where the place keeps them. */
  readonly marks: Buffer | undefined
}

/** Everything that was signed about the trail, by size, compared with the trail as it is walked. */
export class Statements {
  readonly #bySize = new Map<number, Statement[]>()
  readonly #found: (finding: Finding) => void
  /** Marks of the second place, by number: they name the very entry in which two histories part. */
  readonly #marks = new Map<number, Buffer>()
  #origin: string | undefined
  #firstDifference: LinkRow | undefined
  #largestInDatabase = 0
  met = 0

  private constructor(found: (finding: Finding) => void) {
    this.#found = found
  }

  static async collect(
    { store, crypto, keyring, witness }: VerifyDependencies,
    kept: readonly KeptCheckpoint[],
    found: (finding: Finding) => void,
  ): Promise<Statements> {
    const statements = new Statements(found)
    const check = (place: Place, signed: SignedCheckpoint, claimed: number | undefined, marks?: Buffer): void => {
      const checkpoint = verifiedCheckpoint(crypto, keyring, signed)
      if (checkpoint && (claimed === undefined || claimed === checkpoint.size)) statements.#add({ place, checkpoint, marks })
      else
        found({
          class: place === 'kept' ? 'split-view' : 'rewritten',
          seq: claimed ?? null,
          entryId: null,
          detail: `a checkpoint (${place}) was not signed by this house`,
        })
    }
    const stored = await store.rows<SignedCheckpoint & { size: number }>(
      'SELECT size, text, signature FROM audit_checkpoints ORDER BY size',
    )
    for (const signed of stored) check('database', signed, signed.size)
    if (witness) for await (const line of witness.lines()) check('witness', line, line.size, Buffer.from(line.leaves ?? '', 'base64'))
    for (const signed of kept) check('kept', signed, undefined, Buffer.from(signed.leaves ?? '', 'base64'))
    return statements
  }

  #add(statement: Statement): void {
    const { size } = statement.checkpoint
    if (statement.place === 'database') this.#largestInDatabase = Math.max(this.#largestInDatabase, size)
    this.#bySize.set(size, [...(this.#bySize.get(size) ?? []), statement])
    const { marks } = statement
    if (!marks) return
    const first = size - marks.length / 4 + 1
    for (let i = 0; i < marks.length / 4; i++) this.#marks.set(first + i, marks.subarray(i * 4, i * 4 + 4))
  }

  begin(origin: string): void {
    this.#origin = origin
  }

  /** Called after each entry, with the tree and the chain as they are then. Tells what was signed about this size. */
  meet(frontier: Frontier, chain: Buffer, link: LinkRow): 'agrees' | 'differs' | undefined {
    const mark = this.#marks.get(frontier.size)
    if (mark && !this.#firstDifference && !mark.equals(leafMark(Buffer.from(link.leaf, 'hex')))) this.#firstDifference = link
    const here = this.#bySize.get(frontier.size)
    if (!here) return undefined
    const root = frontier.root()
    let verdict: 'agrees' | 'differs' = 'agrees'
    for (const { place, checkpoint } of here) {
      this.met++
      const same = checkpoint.origin === this.#origin && checkpoint.root.equals(root) && checkpoint.chain.equals(chain)
      if (same) continue
      verdict = 'differs'
      this.#differs(place, frontier.size, link)
    }
    this.#bySize.delete(frontier.size)
    return verdict
  }

  #differs(place: Place, size: number, link: LinkRow): void {
    const parted = this.#firstDifference ?? link
    const where = { seq: parted.seq, entryId: parted.entry_id }
    if (place === 'kept')
      this.#found({
        class: 'split-view',
        ...where,
        detail: `somebody was shown another history of the first ${size} entries, signed by this house`,
      })
    else if (place === 'witness')
      this.#found({ class: 'rewritten', ...where, detail: `the second place holds another history of the first ${size} entries` })
    else this.#found({ class: 'rewritten', ...where, detail: `the checkpoint over ${size} entries says otherwise` })
  }

  /** What speaks of more entries than there are. */
  end(size: number): void {
    const beyond = [...this.#bySize.entries()].filter(([spoken]) => spoken > size)
    const places = new Set(beyond.flatMap(([, statements]) => statements.map(({ place }) => place)))
    const largest = Math.max(0, ...beyond.map(([spoken]) => spoken))
    const where = { seq: size + 1, entryId: null }
    if (places.has('database'))
      this.#found({ class: 'tail-cut', ...where, detail: `entries ${size + 1} to ${this.#largestInDatabase} were signed for and are gone` })
    else if (places.has('witness'))
      this.#found({ class: 'rolled-back', ...where, detail: `the database ends at ${size}, the second place knows ${largest} entries` })
    else if (places.has('kept'))
      this.#found({ class: 'split-view', ...where, detail: `somebody was shown ${largest} entries, here are ${size}` })
  }
}
