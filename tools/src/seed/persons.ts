import { type FieldValue, residentIdSign } from '@liren/contract/archive/index'
import type { SeedPlace } from './archive-rows.ts'
import type { SeedContext } from './set.ts'
import { bearerOf } from './words/names.ts'

/** Somebody of a household, as far as it is known. */
export interface Dweller {
  readonly name: string
  readonly phone: string | null
  readonly relation: 'owner' | 'family' | 'tenant' | 'other'
  readonly since: number
}

const numbers = new WeakMap<SeedContext, number>()

/** A number that adds up, of region 990101, which does not exist. */
function idNumber(context: SeedContext, born: string, isMale: boolean): string {
  const serial = (numbers.get(context) ?? 0) + 1
  numbers.set(context, serial)
  const sequence = String(((serial * 2) % 1000) + (isMale ? 1 : 0))
    .padStart(3, '0')
    .slice(-3)
  const head = `9901${String(1 + Math.floor(serial / 500)).padStart(2, '0')}${born.replaceAll('-', '')}${sequence}`
  return head + residentIdSign(head)
}

/** What the file of an invented person says: age by the kind of name, work by age, and now and then a need. */
export function personValues(
  context: SeedContext,
  { name, phone, relation, since }: Dweller,
  place: SeedPlace,
): Record<string, FieldValue> {
  const { dice, now } = context
  const bearer = bearerOf(name)
  const generation = phone === null ? 'child' : (bearer?.generation ?? 'parent')
  const isMale = (bearer?.sex ?? 'f') === 'm'
  const thisYear = new Date(now).getUTCFullYear()
  const age = generation === 'elder' ? dice.int(61, 86) : generation === 'parent' ? dice.int(26, 57) : dice.int(2, 16)
  const born = `${thisYear - age}-${String(dice.int(1, 12)).padStart(2, '0')}-${String(dice.int(1, 28)).padStart(2, '0')}`
  const isTenant = relation === 'tenant'
  const isKey = generation === 'elder' ? dice.chance(0.02) : generation === 'parent' && dice.chance(0.004)
  const address = place.fullName.replaceAll(' · ', '')
  return {
    ...{
      name,
      idKind: 'resident',
      idNumber: idNumber(context, born, isMale),
      nationality: '中国',
      ethnicity: dice.chance(0.97) ? 'han' : dice.pick(['she', 'hui', 'miao', 'tujia']),
    },
    ...{
      population: isKey ? 'key' : isTenant ? (dice.chance(0.6) ? 'floating' : 'temporary') : 'resident',
      livingSince: new Date(since).toISOString().slice(0, 10),
    },
    ...{
      livingAddress: address,
      registeredAddress: isTenant ? null : address,
      registeredRegion: isTenant ? dice.pick(['宁川省安和市', '东陵省平溪县', '北岭省清河市', '江临市']) : '江临市',
      registeredKind: 'unified',
    },
    ...{
      phone,
      education:
        generation === 'child'
          ? age < 7
            ? 'none'
            : age < 13
              ? 'primary'
              : 'junior'
          : generation === 'elder'
            ? dice.pick(['primary', 'junior', 'senior'])
            : dice.pick(['senior', 'college', 'bachelor', 'master']),
    },
    ...{
      occupation:
        generation === 'child'
          ? 'student'
          : generation === 'elder'
            ? 'retired'
            : dice.weighted([
                ['clerk', 5],
                ['service', 3],
                ['professional', 3],
                ['worker', 2],
                ['official', 1],
                ['self-employed', 1],
              ] as const),
    },
    ...{ party: generation === 'child' ? null : dice.chance(0.12) ? 'member' : 'masses' },
    ...(generation === 'elder' ? { health: dice.chance(0.45) ? 'chronic' : 'good', care: dice.chance(0.12) ? 'alone' : 'none' } : {}),
    ...(isKey ? { keyClass: 'care', keyGrade: 'middle', keySince: new Date(now - 90 * 86_400_000).toISOString().slice(0, 10) } : {}),
  }
}
