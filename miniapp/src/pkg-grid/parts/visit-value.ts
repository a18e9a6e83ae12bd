import type { Attachment } from '@liren/client'
import { isResidentId } from '@liren/contract/archive/codes'
import { face } from '@liren/contract/capabilities/face'
import type { Visit, VisitFile, VisitOutcome } from '@liren/contract/capabilities/visit'
import type { FieldInput } from '@/parts/file-field'
import type { KeptPhoto } from '@/parts/photos/use-photos'

/** A face on this phone: kept until it is on the server, never among the other pictures. */
export interface TakenFace {
  readonly file: string
  readonly consentOn: string
}
export type Values = Readonly<Record<string, FieldInput>>

export interface Newcomer {
  readonly key: string
  readonly role: 'owner' | 'family' | 'tenant' | 'other'
  readonly values: Values
  readonly face?: TakenFace
  /** What this person was told and agreed to, in which words. */
  readonly consents?: readonly { readonly purpose: string; readonly textVersion: number }[]
}

/** What a visitor has typed so far; kept as a draft until it is handed in. */
export interface VisitValue {
  readonly changes: Readonly<Record<string, Values>>
  readonly faces: Readonly<Record<string, TakenFace>>
  readonly left: Readonly<Record<string, string>>
  readonly added: readonly Newcomer[]
  readonly note: string
  readonly photos: readonly KeptPhoto[]
}
export const blankVisit: VisitValue = { changes: {}, faces: {}, left: {}, added: [], note: '', photos: [] }

export const filesOf = ({ file, people, vehicles }: Visit): VisitFile[] => [...(file ? [file] : []), ...people, ...vehicles]

/** How many things will be written: what the button says. */
export const countOf = ({ changes, faces, left, added }: VisitValue): number =>
  Object.values(changes).reduce((sum, values) => sum + Object.keys(values).length, 0) +
  Object.keys(faces).length +
  Object.keys(left).length +
  added.length

/** The request as it goes out, now or when there is network again; pictures by their place in their lists. */
export function requestOf(visit: Visit, value: VisitValue, outcome: VisitOutcome, at: number) {
  const attachments: Attachment[] = value.photos.map(({ file, uploadedId }) => ({
    file,
    field: 'evidence',
    ...(uploadedId === undefined ? {} : { uploadedId }),
  }))
  let faceCount = 0
  const faceOf = (taken: TakenFace | undefined) => {
    if (!taken) return {}
    attachments.push({ file: taken.file, field: 'faces', to: face.endpoints.take.path })
    return { faceAt: faceCount++, faceConsentOn: taken.consentOn }
  }
  const isMet = outcome === 'changed'
  const changes = filesOf(visit).flatMap(({ archive, id }) => {
    const values = value.changes[id]
    const taken = value.faces[id]
    return values || taken ? [{ archive, id, values: values ?? {}, ...faceOf(taken) }] : []
  })
  const movedOut = visit.people.flatMap(({ id, link }) => {
    const on = value.left[id]
    return on !== undefined && link ? [{ personId: id, linkId: link.id, version: link.version, on }] : []
  })
  const added = value.added.map(({ role, values, face: taken, consents }) => ({
    ...{ role, values, ...faceOf(taken) },
    ...(consents ? { consents } : {}),
  }))
  const body = {
    version: visit.version,
    outcome,
    at: new Date(at).toISOString(),
    seen: filesOf(visit).map(({ archive, id, version }) => ({ archive, id, version })),
    ...(isMet ? { changes, movedOut, added, faces: [] } : {}),
    ...(value.note.trim() === '' ? {} : { note: value.note.trim() }),
    evidence: [],
  }
  return { body, attachments: isMet ? attachments : attachments.filter(({ field }) => field === 'evidence') }
}

export type NewcomerFault = 'name' | 'idNumber' | 'phone'

/** What can be told before anything is sent: a missing name, a number that does not add up. */
export function newcomerFaults({ name, idNumber, phone }: Values): NewcomerFault[] {
  const faults: NewcomerFault[] = []
  if (typeof name !== 'string' || name.trim() === '') faults.push('name')
  if (typeof idNumber === 'string' && idNumber !== '' && !isResidentId(idNumber.trim().toUpperCase())) faults.push('idNumber')
  if (phone !== undefined && phone !== null && !/^1\d{10}$/.test(String(phone))) faults.push('phone')
  return faults
}
