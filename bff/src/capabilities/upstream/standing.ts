import type { Archive } from '@liren/contract/archive/index'
import { houseArchive } from '@liren/contract/capabilities/house'
import type { UpstreamChange } from '@liren/contract/capabilities/upstream'
import { addLink, endLink, type LinkRow } from '../../engines/archive/links.ts'
import type { FileRow } from '../../engines/archive/row.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { nobody } from '../../kernel/identity/principal.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { changeTags } from '../tag/read.ts'
import type { Sender } from './row.ts'

const why = 'the link of a person and a house that the mandate covers'

/** What a person is at the house: an occupant is linked to it until they leave, a visitor carries the tag. Says whether that changed. */
export async function keepStanding(
  kernel: Kernel,
  definition: Archive,
  sender: Sender,
  change: UpstreamChange,
  person: FileRow,
  place: { readonly id: string },
  scope: Scope,
  tx: Tx,
): Promise<boolean> {
  const by = sender.actorId ?? sender.system?.id ?? ''
  if (change.as === 'visitor') {
    const tags = { add: ['visitor'], remove: [], source: sender.source, actorId: by }
    return (await changeTags(kernel, definition, new Map(), [person], tags, tx)).length > 0
  }
  if (change.as === undefined) return false
  const [house] = await unscoped<{ id: string }>(
    kernel.store,
    why,
    { sql: `SELECT id FROM ${houseArchive.table} WHERE place_id = ? AND state = 'active'`, params: [place.id] },
    tx,
  )
  if (!house) return false
  const [live] = await unscoped<LinkRow>(
    kernel.store,
    why,
    {
      sql: "SELECT * FROM archive_links WHERE kind = 'lives-in' AND from_id = ? AND to_id = ? AND ended_on IS NULL",
      params: [person.id, house.id],
    },
    tx,
  )
  const today = dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)
  const { leftOn } = change.values
  const isGone = typeof leftOn === 'string' && leftOn <= today
  const viewer = writer(by, scope)
  if (live && isGone) {
    const endedOn = live.started_on !== null && leftOn < live.started_on ? live.started_on : leftOn
    await endLink(kernel, definition, scope, viewer, { id: person.id, linkId: live.id, version: live.version, endedOn }, tx)
    return true
  }
  if (live || isGone) return false
  const link = { kind: 'lives-in', archive: 'house', otherId: house.id, role: change.as, source: sender.source }
  await addLink(kernel, definition, scope, viewer, person.id, link, tx)
  return true
}

/** Whoever writes by a mandate reaches houses where the mandate does, for this link only. */
const writer = (id: string, { places }: Scope): Principal => ({
  ...nobody,
  ...{ kind: 'app', id, permissions: new Set(['house.read']) },
  grants: places.map((placePath) => ({ permission: 'house.read', range: 'place', placePath })),
})
