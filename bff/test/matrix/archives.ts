import * as archives from '@liren/contract/archive/all'
import type { Archive } from '@liren/contract/archive/index'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

/** The smallest file of each archive, with a canary where there is a text for one. */
const smallest: Readonly<Record<string, (word: string) => Record<string, unknown>>> = {
  person: (word) => ({ name: word, idKind: 'none', population: 'resident' }),
  house: (word) => ({ purpose: 'home', occupancy: 'owner', hazard: word }),
  building: (word) => ({ name: word, number: word.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'M1', purpose: 'home' }),
  vehicle: (word) => ({ plate: plateOf(word), plateKind: 'blue', stay: 'temporary', note: word }),
  org: (word) => ({ name: word, kind: 'social' }),
  space: (word) => ({ name: word, purpose: 'library', position: '中心' }),
  parking: (word) => ({ lot: '地下车库', number: plateOf(word).slice(2), kind: 'standard', usedAs: 'free', sharedHours: word }),
  grid: (word) => ({ name: word, code: word.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'G1', kind: 'home' }),
  resource: (word) => ({
    ...{ code: word.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'R1', name: word, kind: 'file' },
    ...{ owner: 'committee', grade: 'L2', stage: 'planned', note: word },
  }),
  family: (word) => ({ headName: word, kind: 'family' }),
}

/** How a file of each archive is linked to one of another, for the surfaces of links. */
const linkTo: Readonly<Record<string, readonly [kind: string, other: string, second: string, secondOther: string]>> = {
  person: ['lives-in', 'house', 'owns-house', 'house'],
  house: ['lives-in', 'person', 'owns-house', 'person'],
  building: ['in-grid', 'grid', 'leads-building', 'person'],
  vehicle: ['owns-vehicle', 'person', 'drives', 'person'],
  org: ['works-at', 'person', 'member-of', 'person'],
  space: ['occupies', 'org', 'keeps-space', 'person'],
  parking: ['parks-at', 'vehicle', 'holds-parking', 'person'],
  grid: ['in-grid', 'building', 'serves-grid', 'person'],
  resource: ['keeps-resource', 'person', 'uses-resource', 'org'],
  family: ['family-of', 'person', 'family-lives-in', 'house'],
}

export const definitions: readonly Archive[] = Object.values(archives)

/** A house is a row of its own; its file is another. */
export const kindOf = ({ name }: Pick<Archive, 'name'>): string => `${name}file`

const estatesOf = ({ at, estate, second, far, grids }: Places) =>
  ({
    fl: { ...at.fl, estate, grid: grids.fl, freeGrid: grids.spare },
    fl2: { ...at.fl2, estate: second, grid: grids.fl2, freeGrid: grids.spare },
    hd: { ...at.hd, estate: far, grid: grids.hd, freeGrid: grids.farSpare },
  }) as const

type Spots = ReturnType<typeof estatesOf>['fl']

/** A place of the right kind: one where a file is, or one that is free. The smallest is within everybody's reach. */
function placeFor(definition: Archive, spots: Spots, isFree: boolean): string {
  const kind = ['house', 'building', 'grid'].find((name) => definition.places.includes(name))
  if (kind === undefined) return spots.estate.id
  if (kind === 'house') return (isFree ? spots.spare : spots.first).id
  if (kind === 'grid') return (isFree ? spots.freeGrid : spots.grid).id
  return (isFree && definition.onePerPlace ? spots.annex : spots.building).id
}

/** 浙A·M0001: fictional, of the right form, and different for every word. */
const plateOf = (word: string) =>
  `浙A${String([...word].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 100_000, 7)).padStart(5, '0')}`

type Ask = <T = { id: string; version: number }>(name: string, method: string, path: string, body?: object) => Promise<T>

/** A file of each archive at three estates, linked to each other where they fit. */
export async function archiveRows(
  ask: Ask,
  places: Places,
): Promise<{ rows: Row[]; facts: Record<string, { id: string; version: number }> }> {
  const rows: Row[] = []
  const facts: Record<string, { id: string; version: number }> = {}
  const officers = { fl: 'officer', fl2: 'officer', hd: 'far-officer' } as const
  for (const [key, spots] of Object.entries(estatesOf(places)) as [keyof typeof officers, Spots][]) {
    for (const definition of definitions) {
      const word = `CANARY.${kindOf(definition)}.${key}.`
      const body = { placeId: placeFor(definition, spots, false), source: 'collected', values: smallest[definition.name]?.(word) ?? {} }
      const made = await ask<{ id: string; version: number; place: { path: string } }>(officers[key], 'POST', definition.path, body)
      facts[`${definition.name}-${key}`] = { id: made.id, version: made.version }
      if (definition.name === 'person')
        await ask(officers[key], 'POST', `/api/tags/person/${made.id}`, { tag: 'newcomer', source: 'collected' })
      rows.push({
        ...{ kind: kindOf(definition), key, id: made.id, version: made.version, path: made.place.path, estate: spots.estate.path },
        ...{ ownerId: undefined, home: undefined, handlerId: undefined, isPublic: false, state: '' },
      })
    }
    for (const definition of definitions) {
      const [kind, archive] = linkTo[definition.name] ?? ['', '']
      if (facts[`${archive}-${key}-link`] && linkTo[archive]?.[0] === kind) {
        facts[`${definition.name}-${key}-link`] = facts[`${archive}-${key}-link`] as { id: string; version: number }
        continue
      }
      const link = await ask(officers[key], 'POST', `${definition.path}/${facts[`${definition.name}-${key}`]?.id}/links`, {
        ...{ kind, archive, otherId: facts[`${archive}-${key}`]?.id, source: 'collected', startedOn: '2026-01-01' },
      })
      facts[`${definition.name}-${key}-link`] = { id: link.id, version: link.version }
    }
  }
  return { rows, facts }
}

const spotsOf = ({ places }: Scene, person: Person): Spots => {
  const post = person.posts.find(({ role }) => role !== 'repair-worker')?.path ?? ''
  const estates = estatesOf(places)
  return post.includes('/hd/') || post.includes('/bh/') ? estates.hd : post.includes('/fl2/') ? estates.fl2 : estates.fl
}

type Over = (scene: Scene, person: Person, row: Row | undefined) => Record<string, unknown>

/** What requests about files are made of. */
export const archiveInputs: Readonly<Record<string, Over>> = Object.fromEntries(
  definitions.flatMap((definition): [string, Over][] => {
    const { name } = definition
    const [, , second = '', archive = ''] = linkTo[name] ?? []
    return [
      [
        `${name}.create`,
        (scene, person) => ({
          placeId: placeFor(definition, spotsOf(scene, person), true),
          source: 'collected',
          values: smallest[name]?.('矩阵'),
        }),
      ],
      [
        `${name}.reveal`,
        () => ({
          fields: Object.keys(definition.fields)
            .filter((key) => definition.fields[key]?.mask)
            .slice(0, 1),
          custom: undefined,
        }),
      ],
      [`${name}.update`, () => ({ source: 'collected', placeId: undefined, values: smallest[name]?.('改') })],
      [
        `${name}.link`,
        ({ facts }, _person, row) => ({
          kind: second,
          archive,
          role: undefined,
          otherId: facts[`${archive}-${row?.key ?? 'fl'}`]?.id,
          source: 'collected',
        }),
      ],
      [
        `${name}.unlink`,
        ({ facts }, _person, row) => ({ linkId: facts[`${name}-${row?.key ?? 'fl'}-link`]?.id, version: 1, endedOn: '2026-03-02' }),
      ],
    ]
  }),
)

/** Which rows a path is about. */
export const archiveSubjects = [
  ...definitions.map((definition) => [new RegExp(`^${definition.path}/:id`), kindOf(definition)] as const),
  [/^\/api\/tags\/:archive\/:id/, 'personfile'] as const,
  // the lineage of a public space: what the input of the matrix asks for
  [/^\/api\/warehouse-records\/:kind\/:id/, 'spacefile'] as const,
]
