import { type FileRow, valuesOf } from '@liren/bff/engines/archive/row'
import { afterWorkingDays } from '@liren/bff/kernel/background/working-days'
import { text } from '@liren/contract'
import { personArchive } from '@liren/contract/capabilities/person'
import { answerWithinDays, coolingDays } from '@liren/contract/capabilities/rights'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { createFiles, type SeedPlace } from '../archive-rows.ts'
import { day, hour, type SeedContext, type SeedSet } from '../set.ts'

/** People whom two ways of entering met twice. */
export const enteredTwice = 2

/** What the care of data has to do: files entered twice, people who ask for their rights, what may not be deleted yet. */
export const care: SeedSet = {
  name: 'care',
  text: text('数据治理：重复档案、个人申请与保全', 'Care of data: duplicates, requests, holds'),
  run: async (context) => {
    await writeDoubles(context)
    await writeRequests(context)
    await writeHolds(context)
  },
}

/** The window knew the telephone and no paper, and a plate was written with the letter instead of the digit. */
async function writeDoubles(context: SeedContext): Promise<void> {
  const { rows, kernel, now } = context
  const files = createFiles(context)
  const people = await rows<FileRow>(
    "SELECT * FROM people WHERE state = 'active' AND place_path LIKE '/jl/yx/wt/wtl/%' AND phone_sealed IS NOT NULL ORDER BY id LIMIT ?",
    [enteredTwice],
  )
  for (const row of people) {
    const known = valuesOf(kernel, personArchive, row, ['name', 'birthDay', 'sex', 'phone', 'population', 'livingAddress'])
    const place = await placeOf(context, row.place_id)
    if (place) files.file(personArchive, place, { ...known, idKind: 'none' }, { at: now - 9 * day, source: 'manual' })
  }
  const cars = await rows<FileRow>(
    "SELECT * FROM vehicles WHERE state = 'active' AND place_path LIKE '/jl/yx/wt/wtl/%' ORDER BY id LIMIT 60",
  )
  for (const row of cars) {
    const values = valuesOf(kernel, vehicleArchive, row)
    const plate = String(values.plate ?? '')
    const place = await placeOf(context, row.place_id)
    const mistaken = plate.replace(/0(?=\d*$)/u, 'D')
    if (!place || mistaken === plate) continue
    const draft = { ...values, plate: mistaken, frameNumber: null }
    if (vehicleArchive.check(draft).length > 0) continue
    files.file(vehicleArchive, place, draft, { at: now - 6 * day, source: 'manual' })
    break
  }
  await files.flush(context.progress)
}

async function placeOf({ rows }: SeedContext, id: string): Promise<SeedPlace | undefined> {
  const [found] = await rows<Omit<SeedPlace, 'fullName' | 'gridId'> & { full_name: string; grid_id: string | null }>(
    'SELECT id, kind, name, full_name, path, floor, grid_id, area, longitude, latitude FROM places WHERE id = ?',
    [id],
  )
  if (!found) return undefined
  const { full_name, grid_id, ...place } = found
  return { ...place, fullName: full_name, gridId: grid_id }
}

/** Copies that were fetched or ran out, a correction that was refused with its reason, and an account that closes in some days. */
async function writeRequests({ rows, insert, ids, now, kernel }: SeedContext): Promise<void> {
  const people = await rows<{ user_id: string; place_path: string }>(
    `SELECT m.user_id, p.path AS place_path FROM household_members m JOIN places p ON p.id = m.house_id JOIN users u ON u.id = m.user_id
     WHERE m.state = 'active' AND u.persona IS NULL ORDER BY m.id LIMIT 4`,
  )
  const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'officer'")
  if (!officer) return
  const zone = kernel.config.LIREN_TIME_ZONE
  const stories = [
    { kind: 'closing', state: 'cooling', ago: 2 },
    { kind: 'closing', state: 'withdrawn', ago: 12 },
    { kind: 'correction', state: 'refused', ago: 20 },
    { kind: 'export', state: 'expired', ago: 40 },
  ] as const
  const made = stories.flatMap(({ kind, state, ago }, index) => {
    const asker = people[index]
    if (!asker) return []
    const at = now - ago * day
    const isOpen = state === 'cooling'
    const isRefused = state === 'refused'
    return [
      {
        ...{ id: ids.at(at), kind, state, user_id: asker.user_id, place_path: asker.place_path, created_at: at },
        due_at: kind === 'closing' ? at + coolingDays * day : afterWorkingDays(at, answerWithinDays, zone),
        open_key: isOpen ? `${asker.user_id}:${kind}` : null,
        fields: kind === 'correction' ? JSON.stringify(['livingAddress']) : null,
        bytes: kind === 'export' ? 48_213 : null,
        expires_at: kind === 'export' ? at + 7 * day : null,
        decided_by: isRefused ? officer.id : null,
        decided_at: state === 'withdrawn' || isRefused ? at + 30 * hour : null,
        answer: isRefused ? '租约登记的房号与申请不一致，请先由房东更新租约' : null,
        version: isOpen ? 1 : 2,
      },
    ]
  })
  await insert('rights_requests', made)
}

/** A dispute about a repair, and a hold that was lifted. */
async function writeHolds({ rows, insert, ids, now }: SeedContext): Promise<void> {
  const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'officer'")
  const [repair] = await rows<{ id: string; place_path: string }>(
    "SELECT id, place_path FROM repairs WHERE state = 'closed' ORDER BY id LIMIT 1",
  )
  const [alarm] = await rows<{ id: string; place_path: string }>(
    "SELECT id, place_path FROM alarms WHERE state = 'closed' ORDER BY id LIMIT 1",
  )
  if (!officer || !repair || !alarm) return
  const hold = (at: number, subject: string, { id, place_path }: typeof repair, reason: string) => ({
    ...{ id: ids.at(at), subject, subject_id: id, place_path, reason, placed_by: officer.id, placed_at: at, version: 1 },
  })
  await insert('legal_holds', [
    { ...hold(now - 11 * day, 'repair', repair, '漏水赔偿争议，调解结束前保留'), until_at: now + 80 * day },
    { ...hold(now - 70 * day, 'alarm', alarm, '消防部门调取，等待复函'), until_at: now + 20 * day },
  ])
}
