import * as archives from '@liren/contract/archive/all'
import type { Archive } from '@liren/contract/archive/index'
import type { Scene } from './inputs.ts'
import type { Person, Places } from './people.ts'
import type { Row } from './rows.ts'

/** The smallest file of each archive, with a canary where there is a text for one. */
const smallest: Readonly<Record<string, (word: string) => Record<string, unknown>>> = {
  person: (word) => ({ name: word, idKind: 'none', population: 'resident' }),
  house: (word) => ({ use: 'home', occupancy: 'owner', hazard: word }),
}

/** How a file of each archive is linked to one of another, for the surfaces of links. */
const linkTo: Readonly<Record<string, readonly [kind: string, other: string, second: string]>> = {
  person: ['lives-in', 'house', 'owns-house'],
  house: ['lives-in', 'person', 'owns-house'],
}

export const definitions: readonly Archive[] = Object.values(archives)

const estatesOf = ({ at, estate, second, far }: Places) =>
  ({ fl: { ...at.fl, estate }, fl2: { ...at.fl2, estate: second }, hd: { ...at.hd, estate: far } }) as const

type Spots = ReturnType<typeof estatesOf>['fl']

/** A place of the right kind: one where a file is, or one that is free. */
function placeFor(definition: Archive, spots: Spots, isFree: boolean): string {
  const [kind] = definition.places
  if (kind === 'house') return (isFree ? spots.spare : spots.first).id
  return { building: spots.building, unit: spots.unit, area: spots.garden, estate: spots.estate }[kind as 'building']?.id ?? spots.estate.id
}

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
      const word = `CANARY.${definition.name}.${key}.`
      const body = { placeId: placeFor(definition, spots, false), source: 'collected', values: smallest[definition.name]?.(word) ?? {} }
      const made = await ask<{ id: string; version: number; place: { path: string } }>(officers[key], 'POST', definition.path, body)
      facts[`${definition.name}-${key}`] = { id: made.id, version: made.version }
      rows.push({
        ...{ kind: definition.name, key, id: made.id, version: made.version, path: made.place.path, estate: spots.estate.path },
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
    const [, archive = '', second = ''] = linkTo[name] ?? []
    return [
      [
        `${name}.create`,
        (scene, person) => ({
          placeId: placeFor(definition, spotsOf(scene, person), true),
          source: 'collected',
          values: smallest[name]?.('矩阵'),
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
export const archiveSubjects = definitions.map(({ name, path }) => [new RegExp(`^${path}/:id`), name] as const)
