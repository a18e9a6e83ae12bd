import type { PassageKind } from '@liren/contract/capabilities/passage'
import { personArchive } from '@liren/contract/capabilities/person'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { findFile } from '../../engines/archive/find.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** The file of whoever is traced: within reach of tracing, and of reading too, for tracing shows no file that is kept shut. */
export async function fileToTrace(
  kernel: Kernel,
  { scope, principal, tx }: Pick<RequestContext, 'scope' | 'principal' | 'tx'>,
  subject: PassageKind,
  id: string,
) {
  const definition = subject === 'person' ? personArchive : vehicleArchive
  const file = await findFile(kernel, definition, scope, id, tx)
  await findFile(kernel, definition, scopeWith(principal, `${definition.name}.read`, 'place'), id, tx)
  return { definition, file }
}
