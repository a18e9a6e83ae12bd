import { sealPeople, type Tenant } from '@liren/bff/capabilities/lease/row'
import { type FileRow, valuesOf } from '@liren/bff/engines/archive/row'
import { text } from '@liren/contract'
import { houseArchive } from '@liren/contract/capabilities/house'
import { personArchive } from '@liren/contract/capabilities/person'
import type { Row } from '../batch.ts'
import { day, hour, type SeedContext, type SeedSet } from '../set.ts'

const most = 40
const dayOf = (at: number): string => new Date(at + 8 * hour).toISOString().slice(0, 10)

/** Leases of let homes: most of them verified, some over and not ended, some that wait for the grid worker. */
export const leases: SeedSet = {
  name: 'leases',
  text: text('租约登记', 'Leases'),
  run: async (context) => {
    const { rows, insert, kernel, ids, now } = context
    const houses = await rows<FileRow>(
      `SELECT * FROM house_files WHERE state = 'active' AND occupancy = 'let' AND lease_until IS NOT NULL ORDER BY lease_until, id LIMIT ${most}`,
    )
    const [worker] = await rows<{ id: string }>("SELECT id FROM users WHERE persona = 'grid-worker'")
    const made: Row[] = []
    for (const [i, house] of houses.entries()) {
      const values = valuesOf(kernel, houseArchive, house, ['landlordName', 'landlordPhone', 'rentalKind', 'leaseFrom', 'leaseUntil'])
      const tenants = await tenantsAt(context, house.place_id)
      if (tenants.length === 0 || !worker) continue
      const waits = i % 7 === 3
      const declaredAt = now - (waits ? 1 + (i % 4) : 60 + i) * day - 3 * hour
      const decidedAt = declaredAt + 26 * hour
      const id = ids.at(declaredAt)
      const landlord = {
        name: String(values.landlordName ?? ''),
        phone: values.landlordPhone === null ? null : String(values.landlordPhone),
      }
      made.push({
        ...{ id, house_id: house.place_id, place_path: house.place_path, state: waits ? 'declared' : 'verified' },
        ...{ kind: values.rentalKind ?? 'whole', from_on: values.leaseFrom ?? dayOf(declaredAt), until_on: String(values.leaseUntil) },
        ...{ landlord_id: null, ...sealPeople(kernel, id, landlord, tenants), photos: null, declared_at: declaredAt },
        ...{
          decided_by: waits ? null : worker.id,
          decided_at: waits ? null : decidedAt,
          reason: null,
          ended_on: null,
          version: waits ? 1 : 2,
        },
      } as Row)
    }
    const own = await leaseOfResident(context)
    await insert('leases', own ? [...made, own] : made)
  },
}

async function tenantsAt({ rows, kernel }: SeedContext, placeId: string): Promise<Tenant[]> {
  const people = await rows<FileRow>(`SELECT * FROM people WHERE place_id = '${placeId}' AND state = 'active' ORDER BY id LIMIT 4`)
  return people.flatMap((person) => {
    const { name, phone, idNumber } = valuesOf(kernel, personArchive, person, ['name', 'phone', 'idNumber'])
    return phone === null ? [] : [{ name: String(name), phone: String(phone), paper: idNumber === null ? null : String(idNumber) }]
  })
}

/** The resident of the demonstration lets a room and waits for the grid worker. */
async function leaseOfResident({ rows, kernel, ids, now }: SeedContext): Promise<Row | undefined> {
  const [home] = await rows<{ user_id: string; house_id: string; place_path: string; name_sealed: string; id: string }>(
    `SELECT m.id, m.user_id, m.house_id, m.place_path, m.name_sealed FROM household_members m JOIN users u ON u.id = m.user_id
     WHERE u.persona = 'resident' AND m.relation = 'owner' AND m.state = 'active' ORDER BY m.id LIMIT 1`,
  )
  if (!home) return undefined
  const at = now - 20 * hour
  const id = ids.at(at)
  const name = kernel.sealer.open(home.name_sealed, { table: 'household_members', column: 'name_sealed', row: home.id })
  const tenants = [{ name: '顾晚晴', phone: '10000009611', paper: null }]
  return {
    ...{ id, house_id: home.house_id, place_path: home.place_path, state: 'declared', kind: 'rooms' },
    ...{ from_on: dayOf(now - 2 * day), until_on: dayOf(now + 363 * day), landlord_id: home.user_id },
    ...{ ...sealPeople(kernel, id, { name, phone: null }, tenants), photos: null, declared_at: at },
    ...{ decided_by: null, decided_at: null, reason: null, ended_on: null, version: 1 },
  }
}
