import type { Text } from '@liren/contract'
import type { Dataset, DatasetChoices } from '@liren/contract/capabilities/dataset'

export type Reader = Pick<Dataset['audience'][number], 'kind' | 'id'>
type Field = DatasetChoices['archives'][number]['fields'][number]

/** `role:x`, as one choice of a list of both kinds. */
export const readersOf = (audience: readonly Reader[]): string[] => audience.map(({ kind, id }) => `${kind}:${id}`)

export const readerOf = (choice: string): Reader => {
  const at = choice.indexOf(':')
  return { kind: choice.slice(0, at) as Reader['kind'], id: choice.slice(at + 1) }
}

/** Fields with their grade; those above the data set cannot be chosen. */
export const fieldOptions = (fields: readonly Field[], grade: string, say: (text: Text) => string) =>
  fields.map((field) => ({ value: field.name, label: `${say(field.text)} ${field.grade}`, disabled: field.grade > grade }))
