import type { Level } from '../kernel/level.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { type Field, type FieldValue, f, type Option } from './field.ts'

/** Kinds of fields that the people of a place add to an archive themselves. */
export const customKinds = {
  text: text('文字', 'Text'),
  number: text('数字', 'Number'),
  day: text('日期', 'Day'),
  choice: text('单选', 'Choice'),
  flag: text('是否', 'Yes or no'),
} as const satisfies Record<string, Text>
export type CustomKind = keyof typeof customKinds
export const customKindNames = Object.keys(customKinds) as [CustomKind, ...CustomKind[]]

export const longestCustomText = 200
const most = 1_000_000_000

/** How a field is called in surfaces and in the history of a file: `custom.<code>`. */
export const customKey = (code: string): string => `custom.${code}`
export const customCode = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{0,29}$/))

/** The field of an archive by which files differ in what is asked of them. */
const uses: Readonly<Record<string, string>> = { space: 'purpose' }
export const fieldOfUse = (archive: string): string | undefined => uses[archive]

export interface CustomShape {
  readonly label: Text
  readonly kind: CustomKind
  readonly level: Level
  readonly isRequired: boolean
  readonly options: readonly (Option & { readonly isRetired: boolean })[]
}

/** A field that was added, in the terms of the fields that an archive comes with. */
export function customField({ label: { zh, en }, kind, level, isRequired, options }: CustomShape): Field {
  const shared = { level, required: isRequired }
  switch (kind) {
    case 'text':
      return f.text(zh, en, { ...shared, max: longestCustomText })
    case 'number':
      return f.number(zh, en, { ...shared, min: -most, max: most })
    case 'day':
      return f.day(zh, en, shared)
    case 'flag':
      return f.flag(zh, en, shared)
    case 'choice':
      return f.choice(
        zh,
        en,
        options.filter(({ isRetired }) => !isRetired).map((option) => [option.code, option.text.zh, option.text.en] as const),
        shared,
      )
  }
}

/** Values of added fields by their codes; which there are, the place of the file decides. */
export type CustomValues = Readonly<Record<string, FieldValue>>
