import type { AnyEndpoint, Level } from '@liren/contract'
import type { Context } from 'koa'
import { clearanceOf, recordStop } from '../egress/egress.ts'
import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'
import { compileClearance } from './cleared.ts'
import type { Principal } from './route.ts'

/** Answers to other systems leave without what these are not cleared for; people of the house get them as they are. */
export function createClearing(kernel: Kernel) {
  const compiled = new Map<string, ReturnType<typeof compileClearance>>()
  const cutting = (endpoint: AnyEndpoint, level: Level) => {
    const key = `${endpoint.id}:${level}`
    const known = compiled.get(key)
    if (known || !endpoint.response) return known
    const made = compileClearance(endpoint.response, level)
    compiled.set(key, made)
    return made
  }
  return async (koa: Context, endpoint: AnyEndpoint, principal: Principal, answer: unknown, tx: Tx | undefined): Promise<unknown> => {
    if (principal.kind !== 'app') return answer
    const target = { kind: 'partner', id: principal.id, name: principal.name } as const
    const clearance = await clearanceOf(kernel, target, endpoint.id, tx)
    const cut = cutting(endpoint, clearance.level)
    if (!cut) return answer
    const { value, stripped } = cut(answer)
    const placePath = principal.grants[0]?.placePath ?? '/'
    if (stripped.length > 0)
      await recordStop(
        kernel,
        { target, subject: endpoint.id, clearance, fields: stripped, placePath, requestId: koa.state.requestId as string },
        tx,
      )
    return value
  }
}
