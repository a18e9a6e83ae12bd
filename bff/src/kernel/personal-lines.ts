import { type Text, text } from '@liren/contract'
import type { PersonalRecord } from './personal.ts'

type Line = readonly [zh: string, en: string, value: string | number | null | undefined]

/** Lines of one record; what is not known is left out. */
export const lines = (...given: readonly Line[]): PersonalRecord =>
  given.flatMap(([zh, en, value]): [Text, string][] =>
    value === null || value === undefined || value === '' ? [] : [[text(zh, en), String(value)]],
  )

export const at = (instant: number | null | undefined): string | null =>
  instant === null || instant === undefined ? null : new Date(Number(instant)).toISOString()
