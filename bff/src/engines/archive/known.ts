import type { Archive } from '@liren/contract/archive/index'
import type { Kernel } from '../../kernel/kernel.ts'

const known = new WeakMap<Kernel, Map<string, Archive>>()

/** Every archive that is bound says so here, so that links, search and data care find it by its name. */
export function makeKnown(kernel: Kernel, definition: Archive): void {
  const archives = known.get(kernel) ?? new Map<string, Archive>()
  known.set(kernel, archives.set(definition.name, definition))
}

export const archiveCalled = (kernel: Kernel, name: string): Archive | undefined => known.get(kernel)?.get(name)
export const allArchives = (kernel: Kernel): Archive[] => [...(known.get(kernel)?.values() ?? [])]
