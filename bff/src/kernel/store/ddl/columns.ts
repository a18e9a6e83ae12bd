/** Column kinds that SQLite, MySQL/MariaDB and PostgreSQL hold alike. A migration speaks of kinds, never of SQL types. */
export type Kind = 'id' | 'code' | 'path' | 'day' | 'text' | 'longText' | 'json' | 'int' | 'bigint' | 'bool' | 'double' | 'bytes'

export interface Column {
  readonly kind: Kind
  /** Characters, for kinds that have a length. */
  readonly size?: number
  readonly nullable: boolean
  readonly default?: string | number
}

interface Options<D extends string | number> {
  readonly null?: boolean
  readonly default?: D
}

const column = (kind: Kind, size: number | undefined, options: Options<string | number> = {}): Column => ({
  kind,
  nullable: options.null ?? false,
  ...(size === undefined ? {} : { size }),
  ...(options.default === undefined ? {} : { default: options.default }),
})

type Words = Options<string>
type Numbers = Options<number>

/** `c.text(200)`, `c.text(200, { null: true })`, `c.bool({ default: 0 })`; not null unless said. */
export const c = {
  /** A time-ordered id of 26 characters: the primary key, or a reference to another row. */
  id: (options?: Words) => column('id', 26, options),
  /** Short words that machines compare: states, codes, hashes, numbers of things, plain phone numbers. */
  code: (size: number, options?: Words) => column('code', size, options),
  /** `place_path`: the scope column. */
  path: (options?: Words) => column('path', 190, options),
  /** YYYY-MM-DD. */
  day: (options?: Words) => column('day', 10, options),
  /** What people write, up to `size` characters of any language; indexable up to 700. */
  text: (size: number, options?: Words) => column('text', size, options),
  longText: (options?: Words) => column('longText', undefined, options),
  /** JSON as text, parsed by us; only for what is never filtered. */
  json: (options?: Words) => column('json', undefined, options),
  int: (options?: Numbers) => column('int', undefined, options),
  bigint: (options?: Numbers) => column('bigint', undefined, options),
  /** Milliseconds since the epoch; name it `*_at`. */
  instant: (options?: Numbers) => column('bigint', undefined, options),
  /** Money in integer fen; name it `*_fen`. */
  fen: (options?: Numbers) => column('bigint', undefined, options),
  /** 0 or 1; name it `is_*` or `has_*`. */
  bool: (options?: Options<0 | 1>) => column('bool', undefined, options),
  /** Measurements and coordinates, never money. */
  double: (options?: Numbers) => column('double', undefined, options),
  /** Raw bytes, up to 16 MB. */
  bytes: (options?: { readonly null?: boolean }) => column('bytes', undefined, options),
  /** The counter that every mutable aggregate carries; starts at 1. */
  version: () => column('int', undefined, { default: 1 }),
} as const
