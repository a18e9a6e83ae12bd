import { shared } from './level.ts'
import { z } from './zod.ts'

/** 26 characters, time-ordered, lower-case Crockford base 32: sorts by creation, says nothing else. */
export const idPattern = /^[0-9a-hjkmnp-tv-z]{26}$/
const sharedId = shared(z.string().check(z.regex(idPattern)))
export const idSchema = () => sharedId
export type Id = string

/** Instants travel as ISO 8601 with a zone; days as YYYY-MM-DD. */
const sharedInstant = shared(z.iso.datetime({ offset: true }))
export const instantSchema = () => sharedInstant
const sharedDay = shared(z.iso.date())
export const daySchema = () => sharedDay

/** Money is integer fen, everywhere. */
export const fenSchema = () => z.number().check(z.int(), z.minimum(-1_000_000_000_00), z.maximum(1_000_000_000_00))

/** The version a client has seen; a write with another one is answered `stale`. */
const sharedVersion = shared(z.number().check(z.int(), z.minimum(0)))
export const versionSchema = () => sharedVersion
