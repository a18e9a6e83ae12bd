import type { Text } from '@liren/contract'
import { type KnownPlace, placesOf } from '../../../engines/archive/place.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { houseCodes } from '../../../kernel/search/words.ts'
import { among, combine } from '../../../kernel/store/condition.ts'
import { underPlaces } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { halfWidth } from './convert.ts'

export type FoundPlace = KnownPlace | { readonly fault: Text }

const bare = (text: string): string => halfWidth(text).replace(/[\s·\-/、,室号]/gu, '')
const codeLike = /^\d+[A-Za-z]?(-\d+[A-Za-z]?){1,2}$/

interface Asked {
  readonly text: string
  readonly code: string | undefined
  readonly path: string | undefined
  /** What the place itself may be called, if the text is no more than its name. */
  readonly whole: readonly string[]
  /** What the last step of the way may be called. */
  readonly last: readonly string[]
}

/** 3 → 3, 3幢, 3号楼, 3栋; 0101 → 101 too. */
const spellings = (name: string): string[] =>
  /^\d+$/.test(name) ? [name, name.replace(/^0+(?=\d)/, ''), `${name}幢`, `${name}号楼`, `${name}栋`] : [name]

function askedOf(text: string): Asked {
  const plain = halfWidth(text).trim()
  const byWords = bare(plain)
    .replace(/(幢|栋|单元|楼)(?=.)/gu, '$1 ')
    .split(' ')
  const byBreaks = plain.split(/[\s·\-/、,]+/u).filter((step) => step !== '')
  const ends = [byWords.at(-1) ?? '', byBreaks.at(-1) ?? '', (byBreaks.at(-1) ?? '').replace(/[室号]$/u, ''), plain]
  return {
    text,
    code: codeLike.test(plain) ? plain.replace(/(^|-)0+(?=\d)/g, '$1') : undefined,
    path: /^(\/[A-Za-z0-9._-]+)+\/$/.test(plain) ? plain : undefined,
    whole: spellings(plain.replace(/[室号]$/u, '')),
    last: [...new Set(ends.filter((name) => name !== '').flatMap(spellings))],
  }
}

/**
 * Finds the places that rows speak of, below the one that was chosen for the file and within reach: by code
 * (3-1-1201), by name (枫林雅苑3幢1单元1201室) or by path. Two statements, however many there are.
 */
export async function placesNamed(
  kernel: Kernel,
  scope: Scope,
  base: KnownPlace,
  kinds: readonly string[],
  texts: readonly string[],
  tx?: Tx,
): Promise<Map<string, FoundPlace>> {
  const asked = [...new Set(texts)].map(askedOf)
  if (asked.length === 0) return new Map()
  const where = combine('OR', [
    combine('AND', [
      underPlaces('path', [base.path]),
      among('kind', kinds),
      among('name', [...new Set(asked.flatMap(({ last }) => last))]),
    ]),
    among(
      'path',
      asked.flatMap(({ path }) => path ?? []),
    ),
  ])
  const rows = await kernel.store.rows<{ id: string }>(`SELECT id FROM places WHERE ${where.sql}`, where.params, tx)
  const known = await placesOf(
    kernel,
    rows.map(({ id }) => id),
    tx,
  )
  const within = [...known.values()].filter(({ path, isRetired }) => !isRetired && scope.places.some((own) => path.startsWith(own)))
  return new Map(asked.map((each) => [each.text, chosen(each, within, kinds)]))
}

const unknown: Text = { zh: '没有找到这个空间，或不在您的管理范围', en: 'No such place within your reach' }
const many: Text = { zh: '有多处同名，请写全称', en: 'There are several of this name: write the whole one' }
const unfit: Text = { zh: '此类空间不适用于该档案', en: 'A file of this kind cannot belong there' }

function chosen(asked: Asked, within: readonly KnownPlace[], kinds: readonly string[]): FoundPlace {
  const byPath = asked.path === undefined ? undefined : within.find(({ path }) => path === asked.path)
  if (byPath) return kinds.includes(byPath.kind) ? byPath : { fault: unfit }
  const wanted = bare(asked.text)
  const found = within.filter(
    (place) =>
      kinds.includes(place.kind) &&
      (asked.code === undefined
        ? bare(place.fullName).endsWith(wanted) || asked.whole.includes(place.name)
        : houseCodes(place.path).includes(asked.code)),
  )
  // of several that end alike the one that is called so wholly is meant
  const exact = found.filter((place) => bare(place.fullName).endsWith(wanted))
  const [first, second] = exact.length > 0 ? exact : found
  if (!first) return { fault: unknown }
  return second ? { fault: many } : first
}
