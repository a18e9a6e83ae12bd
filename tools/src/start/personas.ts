import type { Persona } from './banner.ts'

/** Filled in by the seed: who can be tried, and how to sign in as each. */
export const personas: readonly Persona[] = []
