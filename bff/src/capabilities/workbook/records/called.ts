import { archiveCalled } from '../../../engines/archive/known.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { archiveImportable } from './archive.ts'
import { type Importable, offeredWorkbook } from './importable.ts'

/** What goes into workbooks under this name: every archive, and whatever else offered itself. */
export function importableCalled(kernel: Kernel, name: string): Importable | undefined {
  const definition = archiveCalled(kernel, name)
  return definition ? archiveImportable(kernel, definition) : offeredWorkbook(kernel, name)
}
