import { archiveCalled } from '../../../engines/archive/known.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { withAdded } from './added.ts'
import { archiveImportable } from './archive.ts'
import { type Importable, offeredWorkbook } from './importable.ts'

/** What goes into workbooks under this name: every archive with the fields that were added near these places, and whatever else offered itself. */
export function importableCalled(kernel: Kernel, name: string, places: readonly string[] = []): Importable | undefined {
  const definition = archiveCalled(kernel, name)
  return definition ? withAdded(kernel, definition, archiveImportable(kernel, definition), places) : offeredWorkbook(kernel, name)
}
