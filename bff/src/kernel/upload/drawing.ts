import type sharp from 'sharp'

export type Drawing = typeof sharp
let loaded: Promise<Drawing> | undefined

/** The library that draws pictures, fetched by the first one: a process that never draws keeps a twentieth of its memory. */
export function drawing(): Promise<Drawing> {
  loaded ??= import('sharp').then(({ default: made }) => {
    // small processes share two cores with everything else, and a kept decoder is kept memory
    made.concurrency(1)
    made.cache(false)
    return made
  })
  return loaded
}
