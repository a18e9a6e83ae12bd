import { place } from '@liren/contract/capabilities/place'

export const placeErrors = place.endpoints.create.errors

/** What the path columns hold. */
export const longestPath = 190
