import { personArchive } from '@liren/contract/capabilities/person'
import { correctableFields, type OwnFile, reviewErrors } from '@liren/contract/capabilities/review'
import { placesOf, shortName } from '../../engines/archive/place.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { mask } from '../../kernel/crypto/mask.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { ownFileRow } from '../person/read.ts'

/** Judgements of the house about somebody are not told here; what they told us about themselves is. */
const notShown = new Set([
  'photo',
  'face',
  'faceConsent',
  'faceConsentOn',
  'keyClass',
  'keyGrade',
  'keySince',
  'keyNote',
  'grade',
  'healthNote',
])
/** A telephone may lie about: papers are shown by their ends, even to their owner. */
const ends = new Set(['idNumber', 'permitNumber'])
const iso = (at: number): string => new Date(at).toISOString()

export async function ownFile(kernel: Kernel, userId: string, tx?: Tx) {
  const row = await ownFileRow(kernel, userId, tx)
  if (!row) throw refuseWith(reviewErrors, 'review.no-file')
  return row
}

export async function presentOwn(kernel: Kernel, userId: string): Promise<OwnFile> {
  const row = await ownFile(kernel, userId)
  const all = valuesOf(kernel, personArchive, row)
  const place = (await placesOf(kernel, [row.place_id])).get(row.place_id)
  const values = Object.entries(all).flatMap(([name, value]) => {
    if (notShown.has(name) || (value !== null && typeof value === 'object')) return []
    return [[name, ends.has(name) && typeof value === 'string' ? mask('idNumber', value) : value] as const]
  })
  return {
    id: row.id,
    title: String(all.name ?? ''),
    place: place ? shortName(place) : null,
    version: row.version,
    values: Object.fromEntries(values) as OwnFile['values'],
    source: row.source as 'declared',
    enteredAt: iso(row.entered_at),
    verifiedAt: row.verified_at === null ? null : iso(row.verified_at),
    faceConsentOn: typeof all.faceConsentOn === 'string' ? all.faceConsentOn : null,
    correctable: [...correctableFields],
  }
}

/** Only what people know best about themselves. */
export function refuseForeign(values: Readonly<Record<string, unknown>>): void {
  const faults = Object.keys(values)
    .filter((name) => !correctableFields.some((known) => known === name))
    .map((name) => ({
      path: `body.values.${name}`,
      zh: '此项不能由本人更正，请联系社区',
      en: 'This is not corrected here, please ask the community',
    }))
  if (faults.length > 0) throw refuse('request.invalid', { faults })
}
