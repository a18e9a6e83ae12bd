import { type Text, text } from '@liren/contract'
import * as definitions from '@liren/contract/archive/all'
import { type Archive, archiveEndpoints } from '@liren/contract/archive/index'
import { words } from './subject-words.ts'

const archives: readonly Archive[] = Object.values(definitions)
const archiveOf = (subject: string) => archives.find(({ name }) => name === subject.split('.')[0])

function deviceWord(name: string): Text | undefined {
  const word = (words as Partial<Record<string, readonly [string, string]>>)[name]
  return word && text(...word)
}

/** What data of this subject are called: an archive, one of its interfaces, data sets, or what devices say. */
export function subjectText(subject: string): Text {
  const archive = archiveOf(subject)
  if (!archive) return deviceWord(subject) ?? text(subject, subject)
  if (archive.name === subject) return archive.text
  const endpoint = Object.values(archiveEndpoints(archive)).find((one) => one?.id === subject)
  return endpoint?.summary ?? archive.text
}

/** The label of a field as its definition says it; one that nobody defined keeps its name. */
export function fieldText(subject: string, field: string): Text {
  const [before, name = before ?? field] = field.split('.', 2)
  const archive = archiveOf(field.includes('.') ? (before ?? '') : subject)
  return archive?.fields[name]?.label ?? deviceWord(name) ?? text(field, field)
}
