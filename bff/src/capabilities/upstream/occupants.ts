import type { BodyOf } from '@liren/contract'
import type { SourceCode } from '@liren/contract/archive/index'
import { houseArchive } from '@liren/contract/capabilities/house'
import { personArchive } from '@liren/contract/capabilities/person'
import { type UpstreamOccupant, type UpstreamResult, type upstreamEndpoints, upstreamErrors } from '@liren/contract/capabilities/upstream'
import { columnsToRead, type FileRow, valuesOf } from '../../engines/archive/row.ts'
import { mask } from '../../kernel/crypto/mask.ts'
import { refuseWith } from '../../kernel/errors.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { take } from './receive.ts'

type Occupant = BodyOf<typeof upstreamEndpoints.updateOwn>

/** An occupant as the owner or, by leave, a manager writes it: the same rules as for a system, and the owner as its source. */
export async function updateOccupant(
  kernel: Kernel,
  house: { readonly id: string; readonly path: string },
  actorId: string,
  { name, phone, idNumber, as, livingSince, leftOn }: Occupant,
): Promise<UpstreamResult> {
  const values = {
    ...{ name, phone },
    ...(idNumber === undefined ? {} : { idNumber }),
    ...(livingSince === undefined ? {} : { livingSince }),
    ...(leftOn === undefined ? {} : { leftOn }),
  }
  const may = [{ path: house.path, archives: ['person'] as const }]
  const change = { archive: 'person', ref: 'occupant', place: house.path, changedAt: iso(kernel.clock.now()), as, values }
  const result = await take(kernel, { system: undefined, source: 'owner', actorId, may }, change)
  if (result.outcome === 'refused')
    throw refuseWith(upstreamErrors, 'upstream.refused', {
      faults: result.fields.map((field) => ({ path: `body.${field}`, zh: '请核对此项', en: 'Check this' })),
      details: { why: result.why },
    })
  return result
}

interface Linked extends FileRow {
  readonly role: string | null
}

/** Who is on file as living at a house: names shortened, with where that was heard and when. */
export async function occupantsOf(kernel: Kernel, houseId: string): Promise<UpstreamOccupant[]> {
  const columns = columnsToRead(personArchive, ['name', 'leftOn'])
    .split(', ')
    .map((column) => `p.${column}`)
    .join(', ')
  const rows = await unscoped<Linked>(kernel.store, 'the owner sees who is registered at the own house', {
    sql: `SELECT ${columns}, l.role FROM archive_links l JOIN ${houseArchive.table} h ON h.id = l.to_id JOIN people p ON p.id = l.from_id
          WHERE l.kind = 'lives-in' AND l.ended_on IS NULL AND h.place_id = ? AND p.state = 'active' ORDER BY l.id LIMIT 60`,
    params: [houseId],
  })
  return rows.map((row) => {
    const { name, leftOn } = valuesOf(kernel, personArchive, row, ['name', 'leftOn'])
    return {
      ...{ personId: row.id, name: mask('name', String(name ?? '')), as: row.role, source: row.source as SourceCode },
      ...{ updatedAt: iso(Number(row.updated_at)), leftOn: leftOn === null ? null : String(leftOn) },
    }
  })
}
