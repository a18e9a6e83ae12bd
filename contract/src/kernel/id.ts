import { z } from './zod.ts'

/** 26 characters, time-ordered, lower-case Crockford base 32: sorts by creation, says nothing else. */
export const idPattern = /^[0-9a-hjkmnp-tv-z]{26}$/
export const idSchema = () => z.string().check(z.regex(idPattern))
export type Id = string

/** Instants travel as ISO 8601 with a zone; days as YYYY-MM-DD. */
export const instantSchema = () => z.iso.datetime({ offset: true })
export const daySchema = () => z.iso.date()

/** Money is integer fen, everywhere. */
export const fenSchema = () => z.number().check(z.int(), z.minimum(-1_000_000_000_00), z.maximum(1_000_000_000_00))

/** The version a client has seen; a write with another one is answered `stale`. */
export const versionSchema = () => z.number().check(z.int(), z.minimum(0))
