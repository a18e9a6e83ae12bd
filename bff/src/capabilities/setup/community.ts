import type { PlaceKind } from '@liren/contract/capabilities/place'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface Draft {
  readonly city: string
  readonly district?: string | undefined
  readonly street: string
  readonly community: string
  readonly estate: string
  readonly longitude?: number | undefined
  readonly latitude?: number | undefined
}

export interface Root {
  readonly id: string
  readonly path: string
}

/** The first branch of the place tree, from the city to the first estate. Returns the city. */
export async function makeCommunity(kernel: Kernel, draft: Draft, tx: Tx): Promise<Root> {
  const levels: readonly (readonly [kind: PlaceKind, code: string, name: string | undefined])[] = [
    ['city', 'c1', draft.city],
    ['district', 'd1', draft.district],
    ['street', 's1', draft.street],
    ['community', 'q1', draft.community],
    ['estate', 'e1', draft.estate],
  ]
  const made: (Root & { fullName: string })[] = []
  for (const [kind, code, name] of levels) {
    if (name === undefined) continue
    const parent = made.at(-1)
    const place = {
      id: kernel.ids.next(),
      path: `${parent?.path ?? '/'}${code}/`,
      fullName: parent ? `${parent.fullName} · ${name}` : name,
    }
    await insertOnce(
      kernel.store,
      'places',
      {
        id: place.id,
        parent_id: parent?.id ?? null,
        kind,
        code,
        name,
        path: place.path,
        full_name: place.fullName,
        longitude: draft.longitude ?? null,
        latitude: draft.latitude ?? null,
        created_at: kernel.clock.now(),
      },
      tx,
    )
    made.push(place)
  }
  return made[0] as Root
}
