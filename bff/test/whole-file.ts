import { type Archive, creditCodeSign, type Field, type FieldValue, residentIdSign, type Values } from '@liren/contract/archive/index'

/** What no rule of a single kind of field can know. */
const fitting: Readonly<Record<string, (n: number) => Record<string, FieldValue>>> = {
  person: (n) => {
    const head = `99010219860309${String(n).padStart(2, '0')}1`
    return { idKind: 'resident', idNumber: head + residentIdSign(head), sex: 'male', birthDay: '1986-03-09', grade: 'b' }
  },
  house: (n) => ({ spatialCode: `ZJ330199${String(n).padStart(6, '0')}` }),
  vehicle: (n) => ({ plateKind: n === 1 ? 'green' : 'blue', plate: n === 1 ? '浙AD12345' : `浙A6000${n}`, stay: 'resident' }),
  resource: (n) => ({
    kind: 'archive',
    sharing: 'granted',
    target: ['person', 'house', 'building', 'vehicle', 'org', 'space'][n] ?? 'grid',
  }),
  grid: () => ({ boundary: '{"type":"Polygon","coordinates":[[[121,31],[121.1,31],[121.1,31.1],[121,31]]]}' }),
}

const day = (n: number): string => new Date(Date.UTC(2021, 0, 1 + n)).toISOString().slice(0, 10)

function sampleOf(field: Field, name: string, at: number, n: number): FieldValue {
  switch (field.kind) {
    case 'whole':
      return Math.min(field.max, Math.max(field.min ?? 0, 10))
    case 'number':
      return Math.min(field.max, 100.5)
    case 'flag':
      return n % 2 === 0
    case 'choice':
      return field.options[n % field.options.length]?.code ?? null
    case 'day':
      return day(at)
    case 'phone':
      return `1000000${String(6000 + at * 10 + n)}`
    case 'paper':
      return `E${String(at).padStart(4, '0')}${String(n).padStart(4, '0')}`
    case 'credit-code': {
      const head = `9233010${String(n).padStart(10, '0')}`
      return head + creditCodeSign(head)
    }
    case 'code':
      return `${name.slice(0, 6)}-${n}`
    case 'text':
    case 'note':
      return `${field.label.zh}=${n}`.slice(0, field.max)
    default:
      return null
  }
}

/** A whole file: something in every field that people fill in, and the same for the same number. */
export const wholeFile = (definition: Archive, n: number): Values => ({
  ...Object.fromEntries(
    Object.entries(definition.fields)
      .filter(([, field]) => field.imported && !field.derived)
      .map(([name, field], at) => [name, sampleOf(field, name, at, n)]),
  ),
  ...fitting[definition.name]?.(n),
})
