import { z } from './zod.ts'

type Schema = z.core.$ZodType
type Path = readonly (string | number)[]
/** Adds the path of everything in a value that its schema does not declare. */
type Finder = (value: unknown, at: Path, found: Path[]) => void

const finders = new WeakMap<Schema, Finder>()
const nothing: Finder = () => {}
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What was sent that no contract declares, as paths. Made once per schema; a clean value costs one look at each of its keys. */
export function unknownIn(schema: Schema, value: unknown): Path[] {
  const found: Path[] = []
  finderOf(schema)(value, [], found)
  return found
}

function finderOf(schema: Schema): Finder {
  const known = finders.get(schema)
  if (known) return known
  // a schema inside itself meets this one while the real one is being made
  let made: Finder | undefined
  finders.set(schema, (value, at, found) => (made as Finder)(value, at, found))
  made = make((schema as z.core.$ZodTypes)._zod.def)
  finders.set(schema, made)
  return made
}

function make(def: z.core.$ZodTypes['_zod']['def']): Finder {
  switch (def.type) {
    case 'object':
      return inObject(def)
    case 'array':
      return inEach(() => finderOf(def.element))
    case 'tuple':
      return inEach((index) => {
        const item = def.items[index] ?? def.rest
        return item ? finderOf(item) : nothing
      })
    case 'record': {
      const inner = finderOf(def.valueType)
      if (inner === nothing) return nothing
      return (value, at, found) => {
        if (isRecord(value)) for (const key in value) inner(value[key], [...at, key], found)
      }
    }
    case 'union':
      return inUnion(def.options as readonly Schema[], (def as { discriminator?: string }).discriminator)
    case 'intersection': {
      const [left, right] = [finderOf(def.left), finderOf(def.right)]
      return (value, at, found) => {
        const one: Path[] = []
        const other: Path[] = []
        left(value, at, one)
        right(value, at, other)
        const strange = new Set(other.map((path) => path.join('.')))
        found.push(...one.filter((path) => strange.has(path.join('.'))))
      }
    }
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return finderOf(def.innerType)
    case 'pipe':
      return finderOf(def.in)
    case 'lazy':
      return (value, at, found) => finderOf(def.getter())(value, at, found)
    default:
      return nothing
  }
}

function inObject(def: z.core.$ZodObjectDef): Finder {
  const fields = new Map(Object.entries(def.shape).map(([key, schema]) => [key, finderOf(schema)]))
  // one that says itself what it does with the rest has done so when it was read
  const isOpen = def.catchall !== undefined
  return (value, at, found) => {
    if (!isRecord(value)) return
    for (const key in value) {
      const field = fields.get(key)
      if (field === undefined) {
        if (!isOpen && value[key] !== undefined) found.push([...at, key])
      } else if (field !== nothing) field(value[key], [...at, key], found)
    }
  }
}

const inEach =
  (finderAt: (index: number) => Finder): Finder =>
  (value, at, found) => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) finderAt(index)(item, [...at, index], found)
  }

/** Of several shapes the one that the value has, by its word or by trying; where it has none, what none of them knows. */
function inUnion(options: readonly Schema[], discriminator: string | undefined): Finder {
  const made = options.map((option) => ({ option, find: finderOf(option) })).filter(({ find }) => find !== nothing)
  return (value, at, found) => {
    if (typeof value !== 'object' || value === null) return
    const strangeIn = ({ find }: { find: Finder }) => {
      const paths: Path[] = []
      find(value, at, paths)
      return paths
    }
    const word = discriminator === undefined ? undefined : (value as Record<string, unknown>)[discriminator]
    const fitting = made.filter(({ option }) =>
      discriminator === undefined ? z.safeParse(option, value).success : hasWord(option, discriminator, word),
    )
    const [first = [], ...others] = (fitting.length > 0 ? fitting : made).map(strangeIn)
    if (fitting.length > 0) found.push(...([first, ...others].sort((one, other) => one.length - other.length)[0] as Path[]))
    else found.push(...first.filter((path) => others.every((paths) => paths.some((other) => other.join('.') === path.join('.')))))
  }
}

const hasWord = (option: Schema, key: string, word: unknown): boolean =>
  (option._zod.propValues?.[key] as Set<unknown> | undefined)?.has(word) ?? false

/** The value without what its schema does not declare; the very same one when there is nothing of that. */
export function onlyDeclared<T>(schema: Schema, value: T): T {
  const found = unknownIn(schema, value)
  if (found.length === 0) return value
  const copy = structuredCopy(value) as T
  for (const path of found) {
    let here = copy as Record<string | number, unknown>
    for (const step of path.slice(0, -1)) here = here[step] as Record<string | number, unknown>
    delete here[path[path.length - 1] as string]
  }
  return copy
}

const structuredCopy = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(structuredCopy)
    : isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, structuredCopy(item)]))
      : value
