import { columnsOf, indexesOf } from '@liren/bff/engines/archive/table'
import type { Column } from '@liren/bff/kernel/store/ddl/columns'
import type { Archive } from '@liren/contract/archive/index'

const words: Partial<Record<Column['kind'], string>> = { bigint: 'instant' }

function columnText(name: string, column: Column): string {
  if (name === 'version') return 'c.version()'
  const options = [
    ...(column.nullable ? ['null: true'] : []),
    ...(column.default === undefined ? [] : [`default: ${JSON.stringify(column.default).replaceAll('"', "'")}`]),
  ]
  const inside = options.length > 0 ? `{ ${options.join(', ')} }` : ''
  const takesSize = column.kind === 'code' || column.kind === 'text'
  return `c.${words[column.kind] ?? column.kind}(${[...(takesSize ? [String(column.size)] : []), ...(inside ? [inside] : [])].join(', ')})`
}

const lists = (columns: readonly (readonly string[])[]) =>
  `[${columns.map((list) => `[${list.map((name) => `'${name}'`).join(', ')}]`).join(', ')}]`

/** A migration as the definition would have it: a draft that somebody reads, changes and keeps. */
export function draftMigration(definition: Archive): string {
  const { indexes, unique } = indexesOf(definition)
  const columns = Object.entries(columnsOf(definition)).map(([name, column]) => `      ${name}: ${columnText(name, column)},`)
  return `import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    '${definition.table}',
    {
${columns.join('\n')}
    },
    {
      unique: ${lists(unique)},
      indexes: ${lists(indexes)},
    },
  )
}

export async function down(m: Ddl): Promise<void> {
  await m.dropTable('${definition.table}')
}
`
}
