import type { Entrance } from '@liren/contract/capabilities/passage'
import type { Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { drawnEntrances } from '../map/read.ts'
import { listGates } from './gates.ts'

/** Every entrance within reach with its gates, and which of the two kinds it lacks. */
export async function listEntrances(kernel: Kernel, scope: Scope, placeId: string | undefined): Promise<Entrance[]> {
  const entrances = await drawnEntrances(kernel, scope, placeId)
  const gates = await listGates(kernel, scope, undefined)
  return entrances.map(({ id, name, place }) => {
    const here = gates.filter(({ entrance }) => entrance?.id === id)
    const of = (kind: 'person' | 'vehicle') => here.filter((gate) => gate.kind === kind).map((gate) => ({ id: gate.id, name: gate.name }))
    const [people, vehicles] = [of('person'), of('vehicle')]
    const lacks = [...(people.length === 0 ? (['person'] as const) : []), ...(vehicles.length === 0 ? (['vehicle'] as const) : [])]
    return { id, name, place, people, vehicles, lacks }
  })
}
