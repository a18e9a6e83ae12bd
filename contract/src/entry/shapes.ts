import { consentBases } from '../capabilities/consent.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import {
  type EntryWay,
  enteredArchives,
  entryGradeNames,
  entryWayNames,
  type PaperAction,
  paperActions,
  paperOverdues,
  paperStates,
} from './words.ts'

export const word = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most))
export const said = (most: number) => z.object({ zh: word(2, most), en: word(2, most) })
export const sceneCode = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{1,23}$/))

/** What people with this role do in a scene. */
const dutySchema = z.object({ roleId: idSchema(), role: z.string(), duty: textSchema })

export const entrySceneSchema = L1(
  z.object({
    code: z.string(),
    text: textSchema,
    way: z.enum(entryWayNames),
    archives: z.array(z.enum(enteredArchives)),
    duties: z.array(dutySchema),
    procedure: textSchema,
    purpose: z.object({ code: z.string(), text: textSchema, basis: z.enum(consentBases), isOpen: z.boolean() }),
    isOpen: z.boolean(),
    version: versionSchema(),
  }),
)
export type EntryScene = z.infer<typeof entrySceneSchema>

export const sceneBody = z.object({
  text: said(40),
  way: z.enum(entryWayNames),
  archives: z.array(z.enum(enteredArchives)).check(z.minLength(1), z.maxLength(enteredArchives.length)),
  duties: z.array(z.object({ roleId: idSchema(), duty: said(120) })).check(z.minLength(1), z.maxLength(20)),
  procedure: said(2000),
  purpose: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,23}$/)),
  isOpen: z.boolean(),
  version: versionSchema(),
})

/** What lies before somebody who opens a page of entry: what for, by which rules, and the words to be told. */
export const openedSceneSchema = L1(
  z.object({
    code: z.string(),
    text: textSchema,
    way: z.enum(entryWayNames),
    procedure: textSchema,
    purpose: z.object({
      code: z.string(),
      text: textSchema,
      basis: z.enum(consentBases),
      body: textSchema,
      textVersion: z.number(),
    }),
    grade: z.enum(entryGradeNames),
    agreementUntil: daySchema(),
  }),
)
export type OpenedScene = z.infer<typeof openedSceneSchema>

export const entryRecorderSchema = L2(
  z.object({
    id: idSchema(),
    user: z.object({ id: idSchema(), name: z.string() }),
    grade: z.enum(entryGradeNames),
    agreement: z.nullable(z.object({ fileId: idSchema(), signedOn: daySchema(), until: daySchema() })),
    /** Whether this person may enter data today. */
    state: z.enum(['able', 'unsigned', 'over', 'ended']),
    registeredBy: z.nullable(z.string()),
    registeredAt: instantSchema(),
    endedAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)
export type EntryRecorder = z.infer<typeof entryRecorderSchema>

export const agreementBody = z.object({ fileId: idSchema(), signedOn: daySchema(), until: daySchema() })

export const entryPaperSchema = L2(
  z.object({
    id: idSchema(),
    title: z.string(),
    place: z.string(),
    /** How many people the form is about. */
    people: z.number(),
    shelf: z.string(),
    receivedOn: daySchema(),
    /** From this day on it has to be destroyed. */
    keepUntil: daySchema(),
    state: z.enum(paperStates),
    dueOn: z.nullable(daySchema()),
    overdue: z.nullable(z.enum(paperOverdues)),
    can: z.array(z.enum(Object.keys(paperActions) as [PaperAction, ...PaperAction[]])),
    version: versionSchema(),
  }),
)
export type EntryPaper = z.infer<typeof entryPaperSchema>

export const paperLineSchema = L2(
  z.object({
    id: idSchema(),
    action: z.enum(Object.keys(paperActions) as [PaperAction, ...PaperAction[]]),
    /** Who had the paper in hand, and on which day. */
    who: z.string(),
    on: daySchema(),
    reason: z.nullable(z.string()),
    witness: z.nullable(z.string()),
    dueOn: z.nullable(daySchema()),
    recordedBy: z.nullable(z.string()),
    at: instantSchema(),
  }),
)

export const wayOf = z.object({ way: z.enum(entryWayNames as [EntryWay, ...EntryWay[]]), archive: z.enum(enteredArchives) })
