import { addedField, type FieldRow } from '@liren/bff/kernel/custom/field'
import { tellAddedFields } from '@liren/bff/kernel/custom/known'
import { storedRow } from '@liren/bff/kernel/custom/values'
import { text } from '@liren/contract'
import type { Row } from '../batch.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'

interface Added {
  readonly archive: string
  readonly code: string
  readonly label: readonly [zh: string, en: string]
  readonly kind: 'text' | 'number' | 'choice'
  readonly use?: string
  readonly isListed?: boolean
  readonly options?: readonly (readonly [code: string, zh: string, en: string])[]
  /** Files that have it filled in, and with what. */
  readonly of: string
  readonly value: (at: number) => string | number
}

/** What a community would really ask beside what the files come with: which door a car uses, how many old people a canteen seats. */
const fields: readonly Added[] = [
  {
    ...{ archive: 'vehicle', code: 'entrance', label: ['常用出入口', 'Usual entrance'], kind: 'choice', isListed: true },
    options: [
      ['east', '东门', 'East gate'],
      ['south', '南门', 'South gate'],
      ['garage', '地下车库', 'Garage'],
    ],
    of: "SELECT id FROM vehicles WHERE state = 'active' AND stay = 'resident' ORDER BY id LIMIT 120",
    value: (at) => ['east', 'garage', 'south', 'garage'][at % 4] as string,
  },
  {
    ...{ archive: 'space', code: 'elder-seats', label: ['助餐席位', 'Seats for the old'], kind: 'number', use: 'canteen', isListed: true },
    of: "SELECT id FROM spaces WHERE state = 'active' AND purpose = 'canteen' ORDER BY id LIMIT 20",
    value: (at) => 36 + 12 * at,
  },
]

/** Two fields that the community added to its files, filled in where somebody knew. */
export const customs: SeedSet = {
  name: 'customs',
  text: text('自定义字段', 'Added fields'),
  run: async (context) => {
    const [community] = await context.rows<{ id: string; path: string }>(
      "SELECT id, path FROM places WHERE kind = 'community' ORDER BY path LIMIT 1",
    )
    if (!community) return
    for (const field of fields) await add(context, community, field)
  },
  after: tellAddedFields,
}

async function add({ ids, now, insert, rows, kernel }: SeedContext, community: { id: string; path: string }, added: Added): Promise<void> {
  const at = now - 40 * day
  const { archive, code, kind, label, use = null, isListed = false, options = [] } = added
  const row = {
    ...{ id: ids.at(at), archive, place_id: community.id, place_path: community.path, code, kind, data_level: 'L2' },
    ...{ label_zh: label[0], label_en: label[1], is_required: 0, is_listed: Number(isListed), for_use: use },
    ...{ options: JSON.stringify(options.map(([word, zh, en]) => ({ code: word, text: { zh, en }, isRetired: false }))) },
    ...{ state: 'active', added_by: null, added_at: at, changed_at: at, version: 1 },
  } satisfies Row
  const field = addedField(row as FieldRow)
  const files = await rows<{ id: string }>(added.of)
  await insert('custom_fields', [row])
  await insert(
    'archive_custom',
    files.map(({ id }, index) => storedRow(kernel, archive, id, [[field, added.value(index)]]) as Row),
  )
}
