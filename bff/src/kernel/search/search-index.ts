/** One record as the index sees it. Nothing of it is kept in the clear: every piece is stored as a keyed digest. */
export interface SearchDocument {
  readonly id: string
  /** Where it belongs; found by whoever reaches one of them. */
  readonly paths: readonly string[]
  /** Whose it is, for those who see only their own. */
  readonly owner?: string | null
  readonly house?: string | null
  /** Found by any run of at least two characters. */
  readonly texts: readonly string[]
  /** Names: found like text, by pinyin and by initials. */
  readonly names?: readonly string[]
  /** Found whole only: telephone numbers, the last four of an identity number. */
  readonly exact?: readonly string[]
  /** Numbers that are no secret: found whole, by their beginning, their last four or six, and by a part as it is written. */
  readonly codes?: readonly string[]
  /** As short as a number plate: found by any part of at least two signs. */
  readonly fragments?: readonly string[]
}

/** What a caller may reach, in the words of the index; empty reaches nothing. */
export interface SearchReach {
  readonly places: readonly string[]
  readonly owner?: string
  readonly houses?: readonly string[]
}

export interface SearchQuery {
  readonly text: string
  readonly subject: string
  readonly reach: SearchReach
  /** Narrows what is reached to one place. */
  readonly under?: string | undefined
  readonly limit: number
  /** The last one of the page before. */
  readonly before?: Omit<SearchHit, 'id'> | undefined
}

export interface SearchHit {
  readonly id: string
  readonly mark: number
  /** What was looked for is a number, a code or an address of this record, and not only a part of it. */
  readonly isWhole: boolean
}

/** Full text over records of every kind. It may be stale or gone: it only proposes, rows are read again by their own rules. */
export interface SearchIndex {
  upsert(subject: string, documents: readonly SearchDocument[]): Promise<void>
  remove(subject: string, ids: readonly string[]): Promise<void>
  /** Those found by a whole number or code first, each newest first. */
  query(query: SearchQuery): Promise<SearchHit[]>
  /** How many there are, at most `cap`: nobody needs the exact number of very many. */
  count(query: Omit<SearchQuery, 'limit' | 'before'>, cap: number): Promise<number>
  /** Small facts of the index itself, such as how far it has followed the changes. */
  note(name: string): Promise<string | undefined>
  setNote(name: string, value: string): Promise<void>
  /** What one known word looks like under the keys in use, the current one first: tells whose index this is, and how old. */
  keys(): readonly string[]
  clear(): Promise<void>
  /** Everything written by this work is kept in large parts, at a fraction of the cost, while the next part is being made; searches see what was kept so far. */
  inBulk<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}
