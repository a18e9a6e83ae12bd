import type { AnyEndpoint, Level } from '@liren/contract'
import type { Context } from 'koa'
import { agreeingPeople } from '../egress/consent.ts'
import { type Clearance, clearanceOf, leastPersonal, recordStop, withoutConsent } from '../egress/egress.ts'
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
    const { value, stripped } = await cutFor(kernel, endpoint, clearance, answer, cut, cutting(endpoint, leastPersonal) ?? cut, tx)
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

type Cut = ReturnType<typeof compileClearance>
interface About {
  readonly id: string
}

/**
 * Files of people leave by a contract or a law that somebody named when it was approved, or because these people
 * agreed; whoever did not, or took it back, leaves without what says who they are.
 */
async function cutFor(
  kernel: Kernel,
  endpoint: AnyEndpoint,
  clearance: Clearance,
  answer: unknown,
  cut: Cut,
  without: Cut,
  tx: Tx | undefined,
): Promise<ReturnType<Cut>> {
  const whole = cut(answer)
  if (withoutConsent(clearance).level === clearance.level) return whole
  if (!endpoint.id.startsWith('person.')) return without(answer)
  const items = (answer as { items?: readonly About[] }).items
  const agreed = await agreeingPeople(kernel, items ? items.map(({ id }) => id) : [(answer as About).id], tx)
  const bare = without(answer)
  if (!items) return agreed.has((answer as About).id) ? whole : bare
  const [high, low] = [whole.value as { items: unknown[] }, bare.value as { items: unknown[] }]
  const isAll = items.every(({ id }) => agreed.has(id))
  return {
    value: { ...high, items: items.map(({ id }, at) => (agreed.has(id) ? high.items[at] : low.items[at])) },
    stripped: isAll ? whole.stripped : bare.stripped,
  }
}
