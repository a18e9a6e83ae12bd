import type { Archive } from '@liren/contract/archive/index'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { FilesPort } from '../../kernel/upload/files-port.ts'
import { findFiles } from './find.ts'
import { mayReadField } from './present.ts'

export type { FilesPort }

export const subjectOf = (definition: Archive, field: string): string => `${definition.name}.${field}`

/** Whoever may read the field of a file within reach may open what is attached there; sealed ones also those who may reveal. */
export function allowUploads(kernel: Kernel, definition: Archive, files: FilesPort): void {
  const read = `${definition.name}.read`
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.kind !== 'files') continue
    files.allow(kernel, subjectOf(definition, name), async (principal, id) => {
      if (!principal.permissions.has(read)) return false
      if (!mayReadField(principal, definition, name) && !principal.permissions.has(`${definition.name}.reveal`)) return false
      return (await findFiles(kernel, definition, scopeWith(principal, read, 'place'), [id], [])).length === 1
    })
  }
}
