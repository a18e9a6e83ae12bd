import type { Column } from './columns.ts'

/** MySQL and MariaDB are one dialect for queries, but two when tables are made. */
export type Flavour = 'sqlite' | 'mysql' | 'mariadb' | 'postgres'

/** Names in migrations are ours, never a person's; anything else is refused before it can become SQL. */
export function quote(name: string, flavour: Flavour): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`"${name}" is not a name for a table, column or index`)
  return flavour === 'mysql' || flavour === 'mariadb' ? `\`${name}\`` : `"${name}"`
}

function literal(value: string | number): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (!Number.isFinite(value)) throw new Error(`${value} is not a default`)
  return String(value)
}

/** SQLite checks neither lengths nor types by itself; made to, it refuses what the servers refuse. */
function sqliteType(name: string, column: Column): string {
  switch (column.kind) {
    case 'int':
    case 'bigint':
      return 'INTEGER'
    case 'bool':
      return `INTEGER CHECK (${name} IN (0, 1))`
    case 'double':
      return 'REAL'
    case 'bytes':
      return 'BLOB'
    default:
      return column.size === undefined ? 'TEXT' : `TEXT CHECK (length(${name}) <= ${column.size})`
  }
}

/**
 * ASCII keeps the index entries of ids and paths short. Only these: MySQL refuses to compare an ASCII column
 * with Chinese text, and a code may be looked for by what somebody typed.
 */
function mysqlType(column: Column): string {
  const ascii = 'CHARACTER SET ascii COLLATE ascii_bin'
  switch (column.kind) {
    case 'id':
    case 'day':
      return `CHAR(${column.size}) ${ascii}`
    case 'path':
      return `VARCHAR(${column.size}) ${ascii}`
    case 'code':
    case 'text':
      return `VARCHAR(${column.size})`
    case 'longText':
    case 'json':
      return 'LONGTEXT'
    case 'int':
      return 'INT'
    case 'bigint':
      return 'BIGINT'
    case 'bool':
      return 'SMALLINT'
    case 'double':
      return 'DOUBLE'
    case 'bytes':
      return 'MEDIUMBLOB'
  }
}

/** Collation "C" sorts and compares by code point, as the other stores do. */
function postgresType(column: Column): string {
  switch (column.kind) {
    case 'longText':
    case 'json':
      return 'TEXT COLLATE "C"'
    case 'int':
      return 'INTEGER'
    case 'bigint':
      return 'BIGINT'
    case 'bool':
      return 'SMALLINT'
    case 'double':
      return 'DOUBLE PRECISION'
    case 'bytes':
      return 'BYTEA'
    default:
      return `VARCHAR(${column.size}) COLLATE "C"`
  }
}

/** The definition of one column, e.g. `"title" VARCHAR(200) NOT NULL`. */
export function columnSql(name: string, column: Column, flavour: Flavour): string {
  const quoted = quote(name, flavour)
  const type = flavour === 'sqlite' ? sqliteType(quoted, column) : flavour === 'postgres' ? postgresType(column) : mysqlType(column)
  const nullability = column.nullable ? ' NULL' : ' NOT NULL'
  const fallback = column.default === undefined ? '' : ` DEFAULT ${literal(column.default)}`
  return `${quoted} ${type}${nullability}${fallback}`
}

/** Binary, unpadded comparison everywhere: what is unique or equal on one store is so on all. */
export function tableOptions(flavour: Flavour): string {
  if (flavour === 'sqlite') return ' STRICT'
  if (flavour === 'postgres') return ''
  const collation = flavour === 'mariadb' ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin'
  return ` ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`
}
