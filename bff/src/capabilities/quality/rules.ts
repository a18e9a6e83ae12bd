import { type Archive, birthDayOf, fieldOf, isResidentId, platePattern, sexOf, type Values } from '@liren/contract/archive/index'
import type { QualityRule } from '@liren/contract/capabilities/quality'

export interface Fault {
  readonly rule: QualityRule
  readonly fields: readonly string[]
}

/** What a file is judged by: its values, the links that hold, and since when it has not been confirmed. */
export interface Judged {
  readonly values: Values
  /** `lives-in`, and `lives-in:tenant` where the link says a role. */
  readonly links: ReadonlySet<string>
  readonly confirmedAt: number
  readonly now: number
  /** YYYY-MM-DD, in the community. */
  readonly today: string
}

type Rule = (definition: Archive, file: Judged) => Fault | undefined

const day = 86_400_000
const known = (values: Values, name: string) => (values[name] ?? null) !== null
const found = (rule: QualityRule, fields: readonly string[]): Fault | undefined => (fields.length > 0 ? { rule, fields } : undefined)

const missing: Rule = (definition, { values }) => {
  const needed = [...Object.keys(definition.fields).filter((name) => fieldOf(definition, name).required), ...definition.wanted]
  return found(
    'missing',
    [...new Set(needed)].filter((name) => !known(values, name)),
  )
}

/** Rules become stricter; what was taken before is looked at again. */
const invalid: Rule = (definition, { values }) =>
  found('invalid', [...new Set(definition.check(values).map(({ path }) => path.replace('body.values.', '')))])

const stale: Rule = (definition, { confirmedAt, now }) =>
  confirmedAt < now - definition.freshDays * day ? { rule: 'stale', fields: [] } : undefined

const idNumber = ({ idKind, idNumber: number }: Values) =>
  idKind === 'resident' && typeof number === 'string' && isResidentId(number) ? number : undefined

const idBirthday: Rule = (_, { values }) => {
  const number = idNumber(values)
  return number && values.birthDay !== birthDayOf(number) ? { rule: 'id-birthday', fields: ['idNumber', 'birthDay'] } : undefined
}

const idSex: Rule = (_, { values }) => {
  const number = idNumber(values)
  return number && values.sex !== sexOf(number) ? { rule: 'id-sex', fields: ['idNumber', 'sex'] } : undefined
}

const plate: Rule = (_, { values }) =>
  typeof values.plate === 'string' && platePattern.test(values.plate) ? undefined : { rule: 'plate', fields: ['plate'] }

/** Neither a link nor a name: nobody knows. */
const nobody =
  (rule: QualityRule, kinds: readonly string[], field?: string): Rule =>
  (_, { values, links }) =>
    kinds.some((kind) => links.has(kind)) || (field !== undefined && known(values, field))
      ? undefined
      : { rule, fields: field === undefined ? [] : [field] }

const noTenant: Rule = (_, { values, links }) =>
  values.occupancy === 'let' && !links.has('rents') && !links.has('lives-in:tenant')
    ? { rule: 'no-tenant', fields: ['occupancy'] }
    : undefined

const expired =
  (...names: readonly string[]): Rule =>
  (_, { values, today }) =>
    found(
      'expired',
      names.filter((name) => typeof values[name] === 'string' && String(values[name]) < today),
    )

const always: readonly Rule[] = [missing, invalid, stale]

/** Beyond what every file is judged by. */
const own: Readonly<Record<string, readonly Rule[]>> = {
  person: [idBirthday, idSex, nobody('no-home', ['lives-in']), expired('permitUntil')],
  house: [nobody('no-owner', ['owns-house'], 'ownerName'), noTenant],
  vehicle: [plate, nobody('no-owner', ['owns-vehicle'], 'ownerName'), expired('validUntil', 'inspectionUntil', 'insuranceUntil')],
  org: [nobody('no-head', ['heads-org'], 'leaderName'), expired('licenceUntil', 'foodLicenceUntil')],
  grid: [nobody('no-head', ['serves-grid'])],
}

/** Everything that is wrong with a file. */
export const faultsOf = (definition: Archive, file: Judged): Fault[] =>
  [...always, ...(own[definition.name] ?? [])].flatMap((rule) => rule(definition, file) ?? [])
