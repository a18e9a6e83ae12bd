import { place as contract } from '@liren/contract/capabilities/place'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { placeRoutes } from './routes.ts'
import { placeSearchable } from './searchable.ts'

/** The tree of places that carries every scope. */
export const place: CapabilityFactory = (kernel) => ({
  contract,
  routes: placeRoutes(kernel),
  searchables: [placeSearchable(kernel)],
})
