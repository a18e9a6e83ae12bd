import { daySchema, idSchema, instantSchema } from '../kernel/id.ts'
import { L1 } from '../kernel/level.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** How much a finding weighs, and within how many days it is usually put right. */
export const findingLevels = {
  minor: { text: text('一般', 'Minor'), days: 7 },
  major: { text: text('重大', 'Major'), days: 1 },
} as const satisfies Record<string, { text: Text; days: number }>
export type FindingLevel = keyof typeof findingLevels
export const findingLevelNames = Object.keys(findingLevels) as [FindingLevel, ...FindingLevel[]]

export const itemSchema = z.string().check(z.trim(), z.minLength(2), z.maxLength(60))
export const itemsSchema = z.array(itemSchema).check(z.minLength(1), z.maxLength(20))

export const noteSchema = () => z.string().check(z.trim(), z.maxLength(200))
/** Pictures are brought before the form is handed in: each finding names its own by their places in `photos`. */
const photosAt = () => z.optional(z.array(z.number().check(z.int(), z.minimum(0), z.maximum(29))).check(z.maxLength(6)))
export const photosSchema = () => z.array(idSchema()).check(z.maxLength(30))

/** When it was, by the telephone: it may arrive much later. */
export const doneAtSchema = () => z.optional(instantSchema())

/** What somebody says about one item of the list. */
export const findingBody = z.object({
  item: itemSchema,
  isOk: z.boolean(),
  note: noteSchema(),
  level: z.optional(z.enum(findingLevelNames)),
  /** Until when it is to be put right. */
  dueOn: z.optional(daySchema()),
  photosAt: photosAt(),
})
export type FindingBody = z.infer<typeof findingBody>

/** What somebody says about one finding that was open. */
export const recheckBody = z.object({ item: itemSchema, isRectified: z.boolean(), note: noteSchema(), photosAt: photosAt() })

export const photoSchema = z.object({ id: idSchema(), url: z.string(), thumb: z.string() })

/** One item as an inspection left it, with the photos that show it. */
export const findingSchema = z.object({
  item: itemSchema,
  isOk: z.boolean(),
  note: noteSchema(),
  level: z.nullable(z.enum(findingLevelNames)),
  dueOn: z.nullable(daySchema()),
  photos: z.array(photoSchema),
})

/** What was found wrong and has not been found right since. */
export const openFindingSchema = z.object({
  item: itemSchema,
  note: noteSchema(),
  level: z.enum(findingLevelNames),
  dueOn: z.nullable(daySchema()),
  isLate: z.boolean(),
  foundAt: instantSchema(),
})
export type OpenFinding = z.infer<typeof openFindingSchema>

/** The lists of whoever goes round. */
export const keyViews = {
  today: text('今日', 'Today'),
  overdue: text('逾期', 'Overdue'),
  findings: text('待复查', 'To check again'),
} as const satisfies Record<string, Text>
export type KeyView = keyof typeof keyViews
export const keyViewNames = Object.keys(keyViews) as [KeyView, ...KeyView[]]

/** How many key places there are in each list, and what is open there. */
export const keySummarySchema = L1(
  z.object({
    total: z.number(),
    today: z.number(),
    overdue: z.number(),
    /** Where something is to be looked at again, and where one of that is past its day. */
    findings: z.number(),
    late: z.number(),
    /** Findings that are open, over all places. */
    open: z.number(),
  }),
)
export type KeySummary = z.infer<typeof keySummarySchema>
