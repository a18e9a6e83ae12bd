import type { Level } from '@liren/contract'
import type { Principal } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'

interface Attachment {
  readonly ids: readonly string[]
  readonly ownerId: string
  readonly subject: string
  readonly subjectId: string
  readonly placePath: string
  readonly level: Level
}

/** How uploads become part of a file, and who may see them then; given by the capability, since uploads are one of their own. */
export interface FilesPort {
  attach(kernel: Kernel, attachment: Attachment, tx: Tx): Promise<boolean>
  allow(kernel: Kernel, subject: string, access: (principal: Principal, subjectId: string) => Promise<boolean>): void
}
