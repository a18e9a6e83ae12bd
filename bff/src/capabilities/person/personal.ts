import { type Text, text } from '@liren/contract'
import { type FieldValue, fieldOf } from '@liren/contract/archive/index'
import { personArchive } from '@liren/contract/capabilities/person'
import { findFiles } from '../../engines/archive/find.ts'
import { textOf, valuesOf } from '../../engines/archive/row.ts'
import { addedFields } from '../../kernel/custom/known.ts'
import { type StoredValues, storedValues } from '../../kernel/custom/values.ts'
import { wholeHouse } from '../../kernel/http/access.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'

const told = (name: string, value: FieldValue): string => {
  const { options } = fieldOf(personArchive, name)
  return options.find(({ code }) => code === value)?.text.zh ?? textOf(value) ?? ''
}

/** What was written into fields that the community added, those that were withdrawn since among them. */
const addedLines = (kernel: Kernel, values: StoredValues): [Text, string][] =>
  addedFields(kernel, personArchive.name).flatMap(({ id, field }): [Text, string][] => {
    const value = values[id] ?? null
    if (value === null) return []
    return [[field.label, field.options.find(({ code }) => code === value)?.text.zh ?? textOf(value) ?? '']]
  })

/** The file of the population record. The law has the community keep it; what rested on consent goes with the consent. */
export const personData = (kernel: Kernel): PersonalData => ({
  name: 'person',
  text: text('人口档案', 'Population file'),
  async records({ personIds }) {
    const files = await findFiles(kernel, personArchive, wholeHouse, personIds)
    const stored = await storedValues(
      kernel,
      files.map(({ id }) => id),
    )
    return files.map((row) => {
      const values = valuesOf(kernel, personArchive, row)
      const known = Object.entries(values).filter(([name, value]) => value !== null && fieldOf(personArchive, name).kind !== 'files')
      return [
        ...known.map(([name, value]): [Text, string] => [fieldOf(personArchive, name).label, told(name, value)]),
        ...addedLines(kernel, stored.get(row.id) ?? {}),
        ...lines(
          ['来源', 'Source', row.source],
          ['录入时间', 'Entered', at(row.entered_at)],
          ['核实时间', 'Verified', at(row.verified_at)],
        ),
      ]
    })
  },
  async files({ personIds }) {
    const rows = await findFiles(kernel, personArchive, wholeHouse, personIds)
    return rows.flatMap((row) =>
      Object.values(valuesOf(kernel, personArchive, row, ['photo', 'face', 'faceConsent'])).flatMap((value) =>
        Array.isArray(value) ? value : [],
      ),
    )
  },
  async erase({ personIds }) {
    if (personIds.length === 0) return { erased: 0 }
    return {
      erased: 0,
      kept: {
        count: personIds.length,
        why: text('社区依法登记的实有人口信息，不随账号注销而删除', 'The record of who lives here, which the law has the community keep'),
        basis: '《户口登记条例》《居住证暂行条例》',
      },
    }
  },
})
