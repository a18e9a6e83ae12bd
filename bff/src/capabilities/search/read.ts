import type { Kernel } from '../../kernel/kernel.ts'
import type { SearchQuery } from '../../kernel/search/search-index.ts'
import type { Follower } from './follow.ts'

const followers = new WeakMap<Kernel, Follower>()

/** The one that keeps the index of this process in step. */
export const followWith = (kernel: Kernel, follower: Follower): Follower => {
  followers.set(kernel, follower)
  return follower
}

/** What the index proposes; rows are read again by their own rules, as always. */
export async function lookUp(kernel: Kernel, query: SearchQuery): Promise<string[]> {
  await followers.get(kernel)?.catchUp()
  return (await kernel.search.query(query)).map(({ id }) => id)
}
