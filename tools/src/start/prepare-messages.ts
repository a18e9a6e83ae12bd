import type { Text } from '@liren/contract'

/** What the preparing process tells the supervisor. */
export type PrepareMessage =
  | { readonly kind: 'migrated'; readonly count: number }
  | { readonly kind: 'warning'; readonly sentence: string }
  | { readonly kind: 'seeding'; readonly text: string; readonly share: number }
  | { readonly kind: 'seeded'; readonly text: string }
  | { readonly kind: 'over' }
  | { readonly kind: 'setup'; readonly code: string }
  | { readonly kind: 'failed'; readonly text: Text; readonly stack: string }
