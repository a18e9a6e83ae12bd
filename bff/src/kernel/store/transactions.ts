import { AsyncLocalStorage } from 'node:async_hooks'
import { failpoint } from '../failpoint.ts'
import type { Random } from '../ports/time.ts'
import type { Changed, Connector, Param } from './connector.ts'
import type { Tx } from './store.ts'
import { StoreError } from './store-error.ts'

interface State {
  readonly tx: Tx
  open: boolean
  /** Set when the transaction cannot be kept any more; whoever swallowed that error must not go on. */
  undone: unknown
  /** Writes that go with the next statement, or before the commit. */
  waiting: Later[]
  /** Calls of others that wait for the commit. */
  readonly after: (() => void)[]
}

/** A write whose outcome nobody waits for. Until it is sent its parameters may still be replaced. */
export interface Later {
  readonly sql: string
  params: readonly Param[]
  sent: boolean
  /** Looks at what it changed; what it throws undoes the transaction. */
  readonly check: ((changed: Changed) => void) | undefined
  /** Says what a failure means to the work, instead of what the database said. */
  readonly failed: ((failure: StoreError) => Error) | undefined
}

/** Lets the others finish. They work in real time, so this is not the clock that tests and simulations move. */
export type Pause = (ms: number) => Promise<unknown>

const retries = 3
const nothing: Later[] = []

/** Opens, repeats and watches transactions of one store. */
export class Transactions {
  readonly #connector: Connector
  readonly #pause: Pause
  readonly #random: Random
  readonly #current: AsyncLocalStorage<State> | undefined
  readonly #states = new WeakMap<Tx, State>()

  /** Watched, it knows which transaction it is called in; until Node 24 every promise of the process pays for that. */
  constructor(connector: Connector, random: Random, pause: Pause, isWatched = true) {
    this.#current = isWatched ? new AsyncLocalStorage() : undefined
    this.#connector = connector
    this.#pause = pause
    this.#random = random
  }

  /** `finish` is done after the work and before the commit. */
  async run<T>(work: (tx: Tx) => Promise<T>, finish: (tx: Tx) => Promise<void> = async () => {}): Promise<T> {
    if (this.#current?.getStore()?.open) throw new StoreError('nested-tx')
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(work, finish)
      } catch (error) {
        const known = error instanceof StoreError ? error : this.#connector.explain(error)
        if (!known?.retryable || attempt >= retries) throw known ?? error
        // Those who collided must not meet again: the pause doubles and is a matter of chance.
        await this.#pause(5 * 2 ** attempt + this.#random.int(10 * 2 ** attempt))
      }
    }
  }

  /** Refuses a statement that would wait for, or escape from, the transaction it is written in. */
  check(tx: Tx | undefined, sql: string): void {
    const surrounding = this.#current?.getStore()
    if (surrounding?.open && surrounding.tx !== outermost(tx)) throw new StoreError('tx-not-passed', { detail: sql.slice(0, 120) })
    const undone = this.#of(tx)?.undone
    if (undone) throw undone
  }

  /** Keeps a write until the next statement of its transaction is sent. */
  later(tx: Tx, write: Later): void {
    const state = this.#of(tx)
    if (!state?.open) throw new StoreError('tx-not-passed', { detail: write.sql.slice(0, 120) })
    state.waiting.push(write)
  }

  waits(tx: Tx | undefined): boolean {
    return (this.#of(tx)?.waiting.length ?? 0) > 0
  }

  /** What has to be sent before anything else in this transaction. */
  take(tx: Tx | undefined): Later[] {
    const state = this.#of(tx)
    return state && state.waiting.length > 0 ? state.waiting.splice(0) : nothing
  }

  /** Done once the transaction is kept, and never where it is not: what others would look for is there then. */
  afterCommit(tx: Tx, work: () => void): void {
    const state = this.#of(tx)
    if (!state?.open) throw new StoreError('tx-not-passed', { detail: 'after its commit' })
    state.after.push(work)
  }

  /** Nothing of this transaction is kept, whoever catches the error. */
  undo(tx: Tx | undefined, reason: unknown): void {
    const state = this.#of(tx)
    if (state) state.undone ??= reason
  }

  #of(tx: Tx | undefined): State | undefined {
    return tx && this.#states.get(outermost(tx) as Tx)
  }

  /** Remembers that the database has undone the transaction, so that nothing more is done in its name. */
  noteFailure(tx: Tx | undefined, failure: StoreError): void {
    if (failure.retryable) this.undo(tx, failure)
  }

  async #once<T>(work: (tx: Tx) => Promise<T>, finish: (tx: Tx) => Promise<void>): Promise<T> {
    const { sequelize, transactions } = this.#connector
    const tx = await (transactions ? transactions.begin() : sequelize.transaction())
    const state: State = { tx, open: true, undone: undefined, waiting: [], after: [] }
    this.#states.set(tx, state)
    let result: T
    try {
      const whole = async () => {
        const worked = await work(tx)
        await finish(tx)
        return worked
      }
      result = await (this.#current ? this.#current.run(state, whole) : whole())
      if (state.undone) throw state.undone
      await failpoint('store.before-commit')
    } catch (error) {
      state.open = false
      await this.#rollback(tx)
      throw error
    }
    state.open = false
    await (transactions ? transactions.commit(tx) : tx.commit())
    await failpoint('store.after-commit')
    for (const done of state.after) done()
    return result
  }

  /** A connection that broke has rolled back already; what went wrong before is what matters. */
  async #rollback(tx: Tx): Promise<void> {
    try {
      const { transactions } = this.#connector
      await (transactions ? transactions.rollback(tx) : tx.rollback())
    } catch {
      // The connection was destroyed by the attempt, and the database undoes what it held.
    }
  }
}

/** A savepoint is part of the transaction it was made in. */
function outermost(tx: Tx | undefined): Tx | undefined {
  const { parent } = (tx ?? {}) as { parent?: Tx | null }
  return parent ? outermost(parent) : tx
}
