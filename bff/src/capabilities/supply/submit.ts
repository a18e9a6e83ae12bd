import type { BodyOf } from '@liren/contract'
import { isAboutPile, type supplyEndpoints, supplyErrors, supplyPromise } from '@liren/contract/capabilities/supply'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { ownContact } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { attachFiles } from '../file/read.ts'
import { lockHouse } from '../household/read.ts'
import { placeById, placeForCase } from '../place/read.ts'
import { type SupplyRow, sealContact, supplyFiles } from './row.ts'
import { type Space, spaceName, spacesOf } from './spaces.ts'

export const day = 86_400_000
type Body = BodyOf<typeof supplyEndpoints.submit>
type Writing = Pick<RequestContext, 'principal' | 'tx' | 'now'>

/** For a house of one's own, and a pile for a parking space that is registered to oneself in the same estate; one of a kind at a time. */
export async function submitApplication(kernel: Kernel, ctx: Writing, body: Body): Promise<SupplyRow> {
  const { principal, tx, now } = ctx
  if (!principal.houseIds.includes(body.houseId)) throw refuseWith(supplyErrors, 'supply.house-not-yours')
  const house = await placeForCase(kernel, body.houseId, tx)
  if (!house) throw refuse('not-found')
  const isPile = isAboutPile(body.kind)
  if (!isPile && body.utility === undefined) throw refuseWith(supplyErrors, 'supply.utility-needed')
  const space = isPile ? await chosenSpace(kernel, ctx, body, house.estateId) : undefined
  // whoever applies for this house at the same moment waits here
  await lockHouse(kernel, body.houseId, tx)
  const openKey = `${body.houseId}:${body.kind}:${space?.id ?? body.utility}`
  const statement = { sql: 'SELECT id FROM supply_applications WHERE open_key = ?', params: [openKey] }
  if ((await unscoped(kernel.store, 'one of a kind is under way for a house, whoever applied', statement, tx)).length > 0)
    throw refuseWith(supplyErrors, 'supply.open-already')
  const id = kernel.ids.next()
  const row: SupplyRow = {
    ...{ id, number: numberOf(kernel, now, id), kind: body.kind, utility: isPile ? null : (body.utility ?? null) },
    ...{ house_id: house.id, place_path: house.path, address: house.label },
    ...{ parking_id: space?.id ?? null, parking_label: space ? spaceName(space) : null },
    ...{ state: 'submitted', open_key: openKey, applicant_id: principal.id },
    ...{ contact_sealed: sealContact(kernel, id, await ownContact(kernel, principal, tx)), note: body.note },
    ...{ materials: body.materials.length > 0 ? JSON.stringify([...new Set(body.materials)]) : null },
    ...{ due_at: now + supplyPromise.answer * day, visit_on: null, visit_window: null },
    ...{ reason: null, device_id: null, submitted_at: now, version: 1 },
  }
  await insertOnce(kernel.store, 'supply_applications', { ...row }, tx)
  await keepMaterials(kernel, row, body.materials, principal.id, tx)
  return row
}

export async function keepMaterials(kernel: Kernel, row: SupplyRow, ids: readonly string[], ownerId: string, tx: Tx): Promise<void> {
  const kept = { ids, ownerId, subject: supplyFiles, subjectId: row.id, placePath: row.place_path, level: 'L3' as const }
  if (!(await attachFiles(kernel, kept, tx))) throw refuseWith(supplyErrors, 'supply.file-unknown')
}

async function chosenSpace(kernel: Kernel, { principal, tx }: Writing, { parkingId }: Body, estateId: string | null): Promise<Space> {
  const estate = estateId === null ? undefined : await placeById(kernel, estateId, tx)
  const space = (await spacesOf(kernel, principal, tx)).find(({ id }) => id === parkingId)
  if (!space || !estate || !space.place_path.startsWith(estate.path)) throw refuseWith(supplyErrors, 'supply.parking-not-yours')
  return space
}

/** The day, and the end of what no other application has. */
export const numberOf = (kernel: Kernel, now: number, id: string): string =>
  `YN${dayOf(now, kernel.config.LIREN_TIME_ZONE).replaceAll('-', '').slice(2)}-${id.slice(-8).toUpperCase()}`
