import * as definitions from '@liren/contract/archive/all'
import type { Archive, ArchiveEndpoints } from '@liren/contract/archive/index'
import { building } from '@liren/contract/capabilities/building'
import { family } from '@liren/contract/capabilities/family'
import { grid } from '@liren/contract/capabilities/grid'
import { house } from '@liren/contract/capabilities/house'
import { org } from '@liren/contract/capabilities/org'
import { parking } from '@liren/contract/capabilities/parking'
import { person } from '@liren/contract/capabilities/person'
import { resource } from '@liren/contract/capabilities/resource'
import { space } from '@liren/contract/capabilities/space'
import { vehicle } from '@liren/contract/capabilities/vehicle'
import type { IconName } from '../../parts/icon/shapes.ts'

const contracts = { building, family, grid, house, org, parking, person, resource, space, vehicle } as const
const pages: Readonly<Record<string, readonly [path: string, icon: IconName]>> = {
  building: ['buildings', 'building'],
  family: ['families', 'household'],
  grid: ['grids', 'board'],
  house: ['rooms', 'house'],
  org: ['orgs', 'apps'],
  parking: ['parking-spaces', 'columns'],
  person: ['people', 'users'],
  resource: ['resources', 'list'],
  space: ['spaces', 'tree'],
  vehicle: ['vehicles', 'go'],
}

export interface KnownArchive {
  readonly definition: Archive
  readonly endpoints: ArchiveEndpoints
  readonly path: string
  readonly icon: IconName
}

const all = new Map<string, KnownArchive>(
  Object.values(definitions).flatMap((definition) => {
    const contract = contracts[definition.name as keyof typeof contracts]
    const [path, icon] = pages[definition.name] ?? ['', 'list' as const]
    return contract ? [[definition.name, { definition, endpoints: contract.endpoints as ArchiveEndpoints, path, icon }]] : []
  }),
)

/** An archive by its name, with its surfaces and where its files open. */
export function archiveCalled(name: string): KnownArchive {
  const found = all.get(name)
  if (!found) throw new Error(`no archive is called ${name}`)
  return found
}

/** The archive whose files open at `/<path>/<id>`. */
export const archiveAt = (path: string): KnownArchive | undefined => allArchives.find((known) => known.path === path)

export const allArchives: readonly KnownArchive[] = [...all.values()]
