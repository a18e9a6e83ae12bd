import type { Text } from '@liren/contract'

export interface Article {
  readonly title: Text
  /** What this page is for, in one sentence. */
  readonly about: Text
  readonly steps: readonly Text[]
  /** Words of the trade, explained. */
  readonly terms: readonly { readonly term: Text; readonly meaning: Text }[]
  /** Parts of the platform that it explains. */
  readonly modules: readonly string[]
}
