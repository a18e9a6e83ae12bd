import type { Searchable } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { everything, searchablesOf } from './changes.ts'

const step = 500
/** Written without a pause: about two milliseconds, which is what a request may have to wait at each of its turns. */
const piece = 20
/** How long searches wait for an index that is being written; a small one is complete by then, a large one answers with what there is. */
const patienceMs = 1_500

interface Range {
  readonly first: number | null
  readonly last: number | null
}
interface Change {
  readonly seq: number
  readonly subject: string
  readonly subject_id: string
}

export interface Follower {
  /** Takes in what changed since the last time. False while the index is still being written for the first time. */
  catchUp(): Promise<boolean>
  /** Begins, without waiting. */
  start(): void
}

/** Each end by itself is one step down the index; asked for together they would be a walk along all of it. */
const ends = 'SELECT (SELECT MIN(seq) FROM search_changes) AS first, (SELECT MAX(seq) FROM search_changes) AS last'

/** The note that says up to which record of a kind was written. */
const reached = (subject: string): string => `reached.${subject}`

/** Keeps the index of this process in step with the database. */
export function createFollower(kernel: Kernel): Follower {
  const { search, store, log } = kernel
  let writing: Promise<void> | undefined
  let began = 0
  let isComplete = false

  async function renew(searchable: Searchable, ids: readonly string[]): Promise<void> {
    const documents = await searchable.documents(ids)
    const found = new Set(documents.map((document) => document.id))
    for (let from = 0; from < documents.length; from += piece) {
      await search.upsert(searchable.subject, documents.slice(from, from + piece))
      // requests come first
      await new Promise((resolve) => setImmediate(resolve))
    }
    const gone = ids.filter((id) => !found.has(id))
    if (gone.length > 0) await search.remove(searchable.subject, gone)
  }

  async function writeAnew(): Promise<void> {
    const [last] = await store.rows<{ seq: number | null }>('SELECT MAX(seq) AS seq FROM search_changes')
    const subjects = searchablesOf(kernel)
    if (await isInterrupted()) log.info('the search index goes on where it was interrupted')
    else {
      // an index of another database is worth nothing; one under an older key is still right until it is replaced
      if (!search.keys().includes((await search.note('keys')) ?? '')) await search.clear()
      for (const { subject } of subjects) await search.setNote(reached(subject), '')
      await search.setNote('followed', String(last?.seq ?? 0))
      await search.setNote('writing', search.keys()[0] ?? '')
    }
    let written = 0
    await search.inBulk(async () => {
      // by turns: people are found long before the last of ten million cases is
      for (let left = subjects; left.length > 0; ) {
        const more: Searchable[] = []
        for (const searchable of left) {
          const count = await writeStep(searchable)
          written += count
          if (count === step) more.push(searchable)
        }
        left = more
      }
    })
    await search.setNote('keys', search.keys()[0] ?? '')
    await search.setNote('writing', '')
    await search.setNote('whole', 'yes')
    log.info({ written }, 'the search index was written')
  }

  /** The next ones of a kind; how many there were. */
  async function writeStep(searchable: Searchable): Promise<number> {
    const note = reached(searchable.subject)
    const ids = await searchable.idsAfter((await search.note(note)) ?? '', step)
    if (ids.length === 0) return 0
    await renew(searchable, ids)
    await search.setNote(note, ids.at(-1) ?? '')
    return ids.length
  }

  /** Ten million records take a while: a process that ends meanwhile need not begin again, while the changes since are still kept. */
  async function isInterrupted(): Promise<boolean> {
    if ((await search.note('writing')) !== search.keys()[0]) return false
    const [range] = await store.rows<Range>(ends)
    const followed = Number((await search.note('followed')) ?? 0)
    return followed <= Number(range?.last ?? 0) && followed >= Number(range?.first ?? 0) - 1
  }

  function begin(): Promise<void> {
    if (writing) return writing
    began = kernel.clock.now()
    writing = writeAnew()
      .catch((error) => log.error({ err: error }, 'the search index could not be written'))
      .finally(() => {
        writing = undefined
      })
    return writing
  }

  async function follow(): Promise<void> {
    const followed = Number((await search.note('followed')) ?? 0)
    const [range] = await store.rows<Range>(ends)
    const last = Number(range?.last ?? 0)
    if ((await isWhole()) && followed <= last && followed >= Number(range?.first ?? 0) - 1) {
      if (followed < last) await takeIn(followed)
      isComplete = true
    } else {
      const done = begin()
      const left = began + patienceMs - kernel.clock.now()
      if (left > 0) await Promise.race([done, kernel.clock.sleep(left).catch(() => {})])
      isComplete = await isWhole()
    }
  }

  const isWhole = async () => (await search.note('whole')) === 'yes' && (await search.note('keys')) === search.keys()[0]

  async function takeIn(followed: number): Promise<void> {
    const changes = await store.rows<Change>(
      `SELECT seq, subject, subject_id FROM search_changes WHERE seq > ? ORDER BY seq LIMIT ${step}`,
      [followed],
    )
    for (const subject of new Set(changes.map((change) => change.subject))) {
      const ids = [...new Set(changes.filter((change) => change.subject === subject).map((change) => change.subject_id))]
      const searchable = searchablesOf(kernel).find((candidate) => candidate.subject === subject)
      if (searchable) await renew(searchable, ids)
    }
    // what lies under a place that moved is found by its new path once everything was read again
    if (changes.some((change) => change.subject === everything)) await search.setNote('whole', 'no')
    await search.setNote('followed', String(changes.at(-1)?.seq ?? followed))
  }

  let following: Promise<void> | undefined
  const catchUp = async (): Promise<boolean> => {
    following ??= follow().finally(() => {
      following = undefined
    })
    await following
    return isComplete
  }
  return {
    catchUp,
    start: () => void catchUp().catch((error) => log.warn({ err: error }, 'the search index could not be followed')),
  }
}
