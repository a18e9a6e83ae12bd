import type { Option } from '@liren/contract/archive/index'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import type { Importable } from './importable.ts'

/** What each field chooses from now: its own words, or those of its dictionary that are still given out. */
export type Options = ReadonlyMap<string, readonly Option[]>

export async function optionsOf(kernel: Kernel, target: Importable, tx?: Tx): Promise<Options> {
  const fields = Object.entries(target.fields)
  const names = [...new Set(fields.flatMap(([, { dictionary }]) => dictionary ?? []))]
  const rows =
    names.length === 0
      ? []
      : await kernel.store.rows<{ dictionary: string; code: string; zh: string; en: string }>(
          `SELECT dictionary, code, zh, en FROM dictionary_items WHERE dictionary IN (${names.map(() => '?').join(', ')}) AND is_retired = 0 ORDER BY dictionary, sort, code`,
          names,
          tx,
        )
  return new Map(
    fields.map(([name, { dictionary, options }]) => [
      name,
      dictionary === undefined
        ? options
        : rows.filter((row) => row.dictionary === dictionary).map(({ code, zh, en }) => ({ code, text: { zh, en } })),
    ]),
  )
}
