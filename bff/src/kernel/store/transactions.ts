import { AsyncLocalStorage } from 'node:async_hooks'
import { failpoint } from '../failpoint.ts'
import type { Random } from '../ports/time.ts'
import type { Connector } from './connector.ts'
import type { Tx } from './store.ts'
import { StoreError } from './store-error.ts'

interface State {
  readonly tx: Tx
  open: boolean
  /** Set when the database undid the transaction; whoever swallowed that error must not go on. */
  undone: StoreError | undefined
}

/** Lets the others finish. They work in real time, so this is not the clock that tests and simulations move. */
export type Pause = (ms: number) => Promise<unknown>

const retries = 3

/** Opens, repeats and watches transactions of one store. */
export class Transactions {
  readonly #connector: Connector
  readonly #pause: Pause
  readonly #random: Random
  readonly #current = new AsyncLocalStorage<State>()
  readonly #states = new WeakMap<Tx, State>()

  constructor(connector: Connector, random: Random, pause: Pause) {
    this.#connector = connector
    this.#pause = pause
    this.#random = random
  }

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#current.getStore()?.open) throw new StoreError('nested-tx')
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(work)
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
    const surrounding = this.#current.getStore()
    if (surrounding?.open && surrounding.tx !== outermost(tx)) throw new StoreError('tx-not-passed', { detail: sql.slice(0, 120) })
    const undone = tx && this.#states.get(outermost(tx) as Tx)?.undone
    if (undone) throw undone
  }

  /** Remembers that the database has undone the transaction, so that nothing more is done in its name. */
  noteFailure(tx: Tx | undefined, failure: StoreError): void {
    const state = tx && this.#states.get(outermost(tx) as Tx)
    if (state && failure.retryable) state.undone = failure
  }

  async #once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const tx = await this.#connector.sequelize.transaction()
    const state: State = { tx, open: true, undone: undefined }
    this.#states.set(tx, state)
    let result: T
    try {
      result = await this.#current.run(state, () => work(tx))
      if (state.undone) throw state.undone
      await failpoint('store.before-commit')
    } catch (error) {
      state.open = false
      await this.#rollback(tx)
      throw error
    }
    state.open = false
    await tx.commit()
    await failpoint('store.after-commit')
    return result
  }

  /** A connection that broke has rolled back already; what went wrong before is what matters. */
  async #rollback(tx: Tx): Promise<void> {
    try {
      await tx.rollback()
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
