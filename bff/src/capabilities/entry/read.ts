import type { Archive, Values } from '@liren/contract/archive/index'
import { consentErrors } from '@liren/contract/capabilities/consent'
import { type EnteredArchive, type EntryWay, enteredArchives, entryErrors } from '@liren/contract/capabilities/entry'
import { refuseWith } from '../../kernel/errors.ts'
import type { Principal, Route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { consentForFields, consentsOf, type Held, purposeCalled, recordConsent } from '../consent/read.ts'
import { attachFiles } from '../file/read.ts'
import { placesById } from '../place/read.ts'
import { type Admitted, admit } from './gate.ts'

/** What a person said before anything was written about them, as it comes with a new file. */
export interface ToldConsent {
  readonly purpose: string
  readonly textVersion: number
  readonly channel: 'field' | 'counter' | 'paper' | 'phone'
  readonly evidence?: readonly string[] | undefined
}

export interface PersonEntered {
  /** The file, or what it will be called; a new one may be called nothing yet. */
  readonly id?: string
  readonly isNew: boolean
  readonly placePath: string
  readonly consents?: readonly ToldConsent[] | undefined
}

interface Entry {
  readonly way: EntryWay
  readonly definition: Archive
  /** Fields that get a value. */
  readonly fields?: readonly string[]
  readonly person?: PersonEntered
}

const isEntered = (name: string): name is EnteredArchive => (enteredArchives as readonly string[]).includes(name)

/**
 * The one door for personal data that somebody types in: refused outside of a scene, by anybody who is not bound, and
 * before the person was told and agreed. Systems and devices deliver under rules of their own.
 */
export async function enter(kernel: Kernel, principal: Principal, entry: Entry, tx?: Tx): Promise<Admitted | undefined> {
  const { definition, way, fields = [] } = entry
  if (principal.kind !== 'user' || !isEntered(definition.name)) return undefined
  const graded = fields.map((name) => ({ name, level: definition.fields[name]?.level ?? 'L2' }))
  const admitted = await admit(kernel, principal, { way, archive: definition.name, fields: graded }, tx)
  if (entry.person && tx) await settleConsents(kernel, principal, admitted, fields, entry.person, tx)
  return admitted
}

/** Consents come first: those that are brought along are written down, and what is still missing refuses the entry. */
async function settleConsents(
  kernel: Kernel,
  principal: Principal,
  { scene }: Admitted,
  fields: readonly string[],
  person: PersonEntered,
  tx: Tx,
): Promise<void> {
  const purpose = await purposeCalled(kernel, scene.purpose, tx)
  if (!purpose.isOpen) throw refuseWith(entryErrors, 'entry.purpose-closed')
  const brought = (person.consents ?? []).map((told) => told.purpose)
  if (person.id !== undefined) await writeConsents(kernel, principal, { ...person, id: person.id }, tx)
  const separate = [...new Set(fields.flatMap((field) => (field !== 'face' && consentForFields[field]) || []))]
  const asked = [...(purpose.basis === 'consent' ? [purpose.code] : []), ...separate]
  if (asked.length === 0) return
  const held = person.id === undefined ? new Map<string, Held>() : await consentsOf(kernel, { personIds: [person.id] }, tx)
  const withdrawn = asked.filter((code) => held.get(code)?.state === 'withdrawn')
  if (withdrawn.length > 0) throw refuseWith(entryErrors, 'entry.consent-withdrawn', { details: { purposes: withdrawn } })
  // whoever is on file already is asked again only for what is asked for by itself
  const missing = asked.filter((code) => !held.has(code) && !brought.includes(code) && (person.isNew || separate.includes(code)))
  if (missing.length > 0) throw refuseWith(entryErrors, 'entry.consent-missing', { details: { purposes: missing } })
}

type Named = PersonEntered & { readonly id: string }

async function writeConsents(kernel: Kernel, principal: Principal, person: Named, tx: Tx): Promise<void> {
  for (const told of person.consents ?? []) await write(kernel, principal, person, told, tx)
}

async function write(kernel: Kernel, principal: Principal, person: Named, told: ToldConsent, tx: Tx): Promise<void> {
  const evidence = told.evidence ?? []
  // at the door people are told and answer; everywhere else there is a paper
  if (told.channel !== 'field' && evidence.length === 0) throw refuseWith(consentErrors, 'consent.evidence-missing')
  const id = await recordConsent(
    kernel,
    {
      ...{
        userId: null,
        personId: person.id,
        purpose: told.purpose,
        textVersion: told.textVersion,
        action: 'given',
        channel: told.channel,
      },
      ...{ evidence, recordedBy: principal.id, placePath: person.placePath },
    },
    tx,
  )
  const kept = {
    ids: evidence,
    ownerId: principal.id,
    subject: 'consent.evidence',
    subjectId: id,
    placePath: person.placePath,
    level: 'L3',
  } as const
  if (!(await attachFiles(kernel, kept, tx))) throw refuseWith(consentErrors, 'consent.evidence-unknown')
}

interface Writer {
  readonly principal: Principal
  readonly tx: Tx
}
interface Written {
  readonly id?: string | undefined
  readonly placeId?: string | undefined
  readonly values: Values
  readonly consents?: readonly ToldConsent[] | undefined
}

/** What must hold before a file of this archive is written; a new one has a place. */
export async function entryBy(kernel: Kernel, definition: Archive, way: EntryWay, ctx: Writer, file: Written): Promise<void> {
  const fields = Object.keys(file.values).filter((name) => (file.values[name] ?? null) !== null)
  const person = definition.name === 'person' ? { person: await personOf(kernel, file, ctx.tx) } : {}
  await enter(kernel, ctx.principal, { way, definition, fields, ...person }, ctx.tx)
}

async function personOf(kernel: Kernel, { id, placeId, consents }: Written, tx: Tx): Promise<PersonEntered> {
  const placePath = placeId === undefined ? '/' : ((await placesById(kernel, [placeId], tx)).get(placeId)?.path ?? '/')
  return { ...(id === undefined ? {} : { id }), isNew: placeId !== undefined, placePath, consents }
}

/** An archive whose files are typed into forms, by the rules: each write is asked first, and what was agreed goes with a new file. */
export function byRules<B extends { readonly routes: readonly Route[] }>(kernel: Kernel, definition: Archive, bound: B): B {
  const ruled = (one: Route): Route => {
    const isNew = one.endpoint.id === `${definition.name}.create`
    if (!isNew && one.endpoint.id !== `${definition.name}.update`) return one
    const handle: Route['handle'] = async (ctx, prepared) => {
      const body = ctx.body as Written
      await entryBy(kernel, definition, 'form', ctx, isNew ? body : { id: (ctx.params as { id: string }).id, values: body.values })
      const done = (await one.handle(ctx, prepared)) as { readonly id: string }
      if (isNew && definition.name === 'person') {
        const { placePath, consents } = await personOf(kernel, body, ctx.tx)
        await writeConsents(kernel, ctx.principal, { id: done.id, isNew, placePath, consents }, ctx.tx)
      }
      return done
    }
    return { ...one, handle }
  }
  return { ...bound, routes: bound.routes.map(ruled) }
}
