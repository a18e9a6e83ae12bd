import type { bridgeErrors } from '@liren/contract/capabilities/bridge'
import { AppError } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** Not who they say they are, or not admitted any more; being late or out of step is no such thing. */
const notAdmitted: readonly string[] = ['bridge.unknown', 'bridge.signature', 'bridge.disabled'] satisfies (keyof typeof bridgeErrors)[]

type Asking = Pick<RequestContext, 'ip' | 'requestId'>

/** Who asks in a bridge's name without being it is written down. What they called themselves is only their word. */
export async function refusalsAudited<T>(kernel: Kernel, { ip, requestId }: Asking, payload: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError && notAdmitted.includes(error.code))
      await kernel.audit.write({
        ...{ actorId: null, actorKind: 'device', action: 'bridge.refused', subject: 'bridge', subjectId: calledIn(payload) },
        ...{ placePath: null, result: 'refused', ip, requestId, reason: error.code },
      })
    throw error
  }
}

function calledIn(payload: string): string | null {
  const { bridge } = JSON.parse(payload) as { bridge?: unknown }
  return typeof bridge === 'string' ? bridge : null
}
