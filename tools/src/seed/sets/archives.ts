import { text } from '@liren/contract'
import { creditCodeSign } from '@liren/contract/archive/index'
import { buildingArchive } from '@liren/contract/capabilities/building'
import { familyArchive } from '@liren/contract/capabilities/family'
import { gridArchive } from '@liren/contract/capabilities/grid'
import { houseArchive } from '@liren/contract/capabilities/house'
import { orgArchive } from '@liren/contract/capabilities/org'
import { parkingArchive } from '@liren/contract/capabilities/parking'
import { personArchive } from '@liren/contract/capabilities/person'
import { spaceArchive } from '@liren/contract/capabilities/space'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { createFiles, type Files, type SeedPlace } from '../archive-rows.ts'
import { type Dweller, personValues } from '../persons.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'
import { orgs, spaces } from '../words/places-of-work.ts'
import { estates } from './places.ts'

interface MemberRow extends Dweller {
  readonly house_id: string
}

/** A file for everybody and everything that the earlier sets know, linked to each other. */
export const archives: SeedSet = {
  name: 'archives',
  text: text('档案：人、房、车、单位与空间', 'Files: people, houses, vehicles, organisations, spaces'),
  run: async (context) => {
    const files = createFiles(context)
    const places = await readPlaces(context)
    const members = await readMembers(context)
    const grids = writeGrids(context, files, places)
    writeBuildings(context, files, places, grids)
    writeSpaces(context, files, places)
    const employers = writeOrgs(context, files, places, grids)
    const lots = new Map<string, number>()
    const houses = places.filter((place) => place.kind === 'house')
    for (const [i, place] of houses.entries()) {
      writeHome(context, files, place, members.get(place.id) ?? [], { employers, lots, grid: grids.get(place.gridId ?? '') })
      if (i % 100 === 0) context.progress((0.6 * i) / houses.length)
    }
    await files.flush(context.progress)
  },
}

async function readPlaces({ rows }: SeedContext): Promise<SeedPlace[]> {
  type Row = {
    id: string
    kind: string
    name: string
    full_name: string
    path: string
    floor: number | null
    grid_id: string | null
    area: number | null
    longitude: number | null
    latitude: number | null
  }
  const found = await rows<Row>(
    'SELECT id, kind, name, full_name, path, floor, grid_id, area, longitude, latitude FROM places ORDER BY path',
  )
  return found.map(({ full_name, grid_id, ...place }) => ({ ...place, fullName: full_name, gridId: grid_id }))
}

async function readMembers({ kernel, rows }: SeedContext): Promise<Map<string, MemberRow[]>> {
  type Row = {
    id: string
    house_id: string
    name_sealed: string
    phone_sealed: string | null
    relation: MemberRow['relation']
    created_at: number
  }
  const found = new Map<string, MemberRow[]>()
  const members = await rows<Row>(
    "SELECT id, house_id, name_sealed, phone_sealed, relation, created_at FROM household_members WHERE state = 'active' ORDER BY id",
  )
  for (const row of members) {
    const open = (column: string, value: string) => kernel.sealer.open(value, { table: 'household_members', column, row: row.id })
    const member = {
      house_id: row.house_id,
      name: open('name_sealed', row.name_sealed),
      phone: row.phone_sealed === null ? null : open('phone_sealed', row.phone_sealed),
      relation: row.relation,
      since: row.created_at,
    }
    found.set(row.house_id, [...(found.get(row.house_id) ?? []), member])
  }
  return found
}

function writeGrids({ now }: SeedContext, files: Files, places: readonly SeedPlace[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const [i, place] of places.filter(({ kind }) => kind === 'grid').entries()) {
    const homes = places.filter((house) => house.kind === 'house' && house.gridId === place.id).length
    const values = {
      ...{
        code: `330199001${String(i + 1).padStart(3, '0')}`,
        name: place.name,
        kind: 'home',
        homes,
        people: Math.round(homes * 2.45),
        members: 5,
      },
      ...{
        leaderName: ['周敏', '何俊', '朱雪梅', '胡志强', '徐静', '孙海涛'][i] ?? '周敏',
        leaderPhone: `1000000007${i}`,
        workerName: ['吴行知', '谢文静', '唐晓东', '韩雪', '曹明辉', '苏若曦'][i] ?? '吴行知',
        workerPhone: `1000000008${i}`,
      },
      ...{ coverage: `${place.name}覆盖的楼栋以空间树为准`, branch: `${place.name}党支部`, area: 52_000 + i * 3_400 },
    }
    found.set(place.id, files.file(gridArchive, place, values, { at: now - 380 * day, source: 'manual', verified: 30 }))
  }
  return found
}

function writeBuildings({ dice, now }: SeedContext, files: Files, places: readonly SeedPlace[], grids: ReadonlyMap<string, string>): void {
  for (const [i, place] of places.filter(({ kind }) => kind === 'building').entries()) {
    const [, , , , code = 'fl'] = place.path.split('/')
    const estate = estates[code as keyof typeof estates] ?? estates.fl
    const homes = places.filter((house) => house.kind === 'house' && house.path.startsWith(place.path))
    const floors = place.floor ?? 6
    const values = {
      ...{
        number: `WT${code.toUpperCase()}${String(i + 1).padStart(3, '0')}`,
        name: `${estate.name}${place.name}`,
        purpose: 'home',
        status: estate.built < 2000 && dice.chance(0.3) ? 'repair' : 'good',
      },
      ...{
        builtYear: estate.built,
        serviceYears: 70,
        structure: estate.built < 2000 ? 'brick' : 'shear',
        floors,
        basements: estate.built < 2000 ? 0 : 1,
        height: floors * 2.95,
      },
      ...{
        area: Math.round(homes.length * 104),
        units: new Set(homes.map((house) => house.path.split('/')[6])).size,
        homes: homes.length,
        lifts: estate.built < 2000 ? 0 : 4,
      },
      ...{
        doorplate: `江临市梧桐路${18 + i}号${place.name}`,
        district: '江临市',
        police: '云溪派出所',
        street: '云溪街道',
        community: '梧桐社区',
      },
      ...{ longitude: (place as { longitude?: number }).longitude ?? null, latitude: (place as { latitude?: number }).latitude ?? null },
      ...{ plan: `${estate.name}内，自东向西第${(i % 4) + 1}列`, spatialCode: `ZJDEMO33019900${String(i + 1).padStart(6, '0')}` },
    }
    const id = files.file(buildingArchive, place, values, { at: now - 390 * day, source: 'shared', verified: dice.int(20, 300) })
    const grid = grids.get(place.gridId ?? '')
    if (grid) files.link('in-grid', [buildingArchive, id], [gridArchive, grid], now - 380 * day)
  }
}

function writeSpaces({ now, dice }: SeedContext, files: Files, places: readonly SeedPlace[]): void {
  const community = places.find(({ kind }) => kind === 'community')
  for (const [i, { name, use: purpose, area, capacity, at, estate }] of spaces.entries()) {
    const inside = places.find(({ kind, path }) => kind === 'estate' && estate !== undefined && path.endsWith(`/${estate}/`))
    const place = inside ?? community
    if (!place) continue
    const values = {
      ...{ name, purpose, area, capacity, position: at, ownership: i % 3 === 0 ? 'owners' : 'public', hours: '8:30–20:30' },
      ...{
        spatialCode: `ZJDEMO33019988${String(i + 1).padStart(6, '0')}`,
        isBookable: ['activity', 'library', 'school-hall', 'culture-hall'].includes(purpose),
        isAccessible: true,
      },
      ...{
        operator: '梧桐社区居民委员会',
        keeperPhone: `100000000${60 + (i % 10)}`,
        beds: ['nursery', 'day-care'].includes(purpose) ? capacity : null,
        meals: purpose === 'canteen' ? 420 : null,
      },
    }
    files.file(spaceArchive, place, values, { at: now - 300 * day, source: 'manual', verified: dice.int(10, 200) })
  }
}

function writeOrgs({ now, dice }: SeedContext, files: Files, places: readonly SeedPlace[], grids: ReadonlyMap<string, string>): string[] {
  const gridPlaces = places.filter(({ kind }) => kind === 'grid')
  return orgs.flatMap(([name, kind, industry, scale, staff], i) => {
    const place = gridPlaces[i % gridPlaces.length]
    if (!place) return []
    const head = `91990100MA${String(7_000_000 + i * 137).padStart(7, '0')}`
    const business = ['company', 'individual', 'property'].includes(kind)
    const until = new Date(now + dice.int(-20, 900) * day).toISOString().slice(0, 10)
    const values = {
      ...{ name, kind, industry, scale, staff, localStaff: Math.min(staff, dice.int(0, 3)), status: 'open' },
      ...{
        creditCode: business ? head + creditCodeSign(head) : null,
        licence: business ? `9901${100000 + i}` : null,
        licenceUntil: business ? until : null,
      },
      ...{ address: `江临市梧桐路${20 + i}号`, area: dice.int(28, 400), hours: '9:00–21:00', frontDuties: business },
      ...{
        fireCheckOn: new Date(now - dice.int(5, 200) * day).toISOString().slice(0, 10),
        fireCheck: dice.chance(0.85) ? 'pass' : 'mend',
        riskGrade: industry === 'catering' ? 'yellow' : 'blue',
      },
      ...(industry === 'catering'
        ? { foodLicence: `JY199010${i}`, foodLicenceUntil: until, healthCertificates: staff, hygieneCheck: 'pass' }
        : {}),
    }
    const id = files.file(orgArchive, place, values, { at: now - dice.int(30, 380) * day, source: 'collected', verified: dice.int(5, 240) })
    const grid = grids.get(place.id)
    if (grid) files.link('in-grid', [orgArchive, id], [gridArchive, grid], now - 200 * day)
    return [id]
  })
}

interface Around {
  readonly employers: readonly string[]
  readonly lots: Map<string, number>
  readonly grid: string | undefined
}

/** A house, its household, the people in it, their car and where it stands. */
function writeHome(
  context: SeedContext,
  files: Files,
  place: SeedPlace,
  members: readonly MemberRow[],
  { employers, lots, grid }: Around,
): void {
  const { dice, now } = context
  const isLet = members[0]?.relation === 'tenant'
  const owner = members[0]
  const area = (place as { area?: number | null }).area ?? 90
  const since = owner?.since ?? now - 380 * day
  const rated = isLet && dice.chance(0.7)
  const house = files.file(
    houseArchive,
    place,
    {
      ...{
        purpose: 'home',
        occupancy: members.length === 0 ? 'empty' : isLet ? 'let' : 'owner',
        ownership: 'private',
        area,
        usableArea: Math.round(area * 8.1) / 10,
      },
      ...{
        layout: area < 60 ? '1-1' : area < 80 ? '2-1' : area < 115 ? '3-1' : '3-2',
        orientation: dice.pick(['s', 'sn', 'ew']),
        spatialCode: spatialCode(place),
      },
      ...(isLet
        ? {
            landlordName: `${owner?.name.slice(0, 1)}先生`,
            landlordPhone: `1000000${String(dice.int(9000, 9499))}`,
            rentalKind: members.length > 3 ? 'rooms' : 'whole',
            tenants: members.length,
            leaseFrom: iso(since),
            leaseUntil: iso(now + dice.int(-40, 400) * day),
          }
        : {
            ownerName: owner?.name ?? null,
            ownerPhone: owner?.phone ?? null,
            ownedSince: owner ? iso(since - dice.int(0, 2000) * day) : null,
          }),
      ...(rated
        ? {
            ratingSafety: dice.int(24, 40),
            ratingHygiene: dice.int(12, 20),
            ratingRegister: dice.int(12, 20),
            ratingNeighbour: dice.int(12, 20),
          }
        : {}),
    },
    { at: since, source: isLet ? 'collected' : 'shared', ...(dice.chance(0.8) ? { verified: dice.int(3, 420) } : {}) },
  )
  if (grid) files.link('in-grid', [houseArchive, house], [gridArchive, grid], since, null, 'derived')
  if (members.length === 0) return
  const people = members.map((member) => {
    const values = personValues(context, member, place)
    const id = files.file(personArchive, place, values, {
      at: member.since,
      source: isLet ? 'collected' : dice.pick(['collected', 'declared', 'shared']),
      ...(dice.chance(0.75) ? { verified: dice.int(3, 300) } : {}),
    })
    files.link('lives-in', [personArchive, id], [houseArchive, house], member.since, member.relation)
    files.tag(personArchive, id, 'resident', member.since)
    if (isLet) files.tag(personArchive, id, 'newcomer', member.since)
    else if (values.party === 'member') files.tag(personArchive, id, 'volunteer', member.since)
    if (values.occupation === 'service' && employers.length > 0 && dice.chance(0.1))
      files.link('works-at', [personArchive, id], [orgArchive, dice.pick(employers)], member.since)
    return { id, member, values }
  })
  const [head] = people
  if (!head) return
  if (!isLet) {
    files.link('owns-house', [personArchive, head.id], [houseArchive, house], since)
    const family = files.file(
      familyArchive,
      place,
      {
        headName: head.member.name,
        kind: people.length === 1 ? 'single' : 'family',
        size: people.length,
        living: people.length,
        registeredAddress: place.fullName.replaceAll(' · ', ''),
      },
      { at: since, source: 'shared', verified: dice.int(10, 300) },
    )
    files.link('family-lives-in', [familyArchive, family], [houseArchive, house], since)
    for (const [i, { id, values }] of people.entries())
      files.link(
        'family-of',
        [personArchive, id],
        [familyArchive, family],
        since,
        i === 0
          ? 'head'
          : i === 1
            ? 'spouse'
            : Number(values.birthYear ?? 0) < 1965
              ? 'parent'
              : values.sex === 'male'
                ? 'son'
                : 'daughter',
      )
  }
  if (head.member.phone !== null && dice.chance(0.62)) writeCar(context, files, place, head, lots)
}

function writeCar(
  { dice, now }: SeedContext,
  files: Files,
  place: SeedPlace,
  { id, member }: { id: string; member: MemberRow },
  lots: Map<string, number>,
): void {
  const [, , , , code = 'fl'] = place.path.split('/')
  const number = (lots.get(code) ?? 0) + 1
  lots.set(code, number)
  const isElectric = dice.chance(0.34)
  const tail = String(10_000 + ((number * 7919 + code.length * 31) % 89_999))
  const plate = isElectric
    ? `浙${'ABC'[['fl', 'wtl', 'wjf'].indexOf(code)] ?? 'A'}D${tail}`
    : `浙${'ABC'[['fl', 'wtl', 'wjf'].indexOf(code)] ?? 'A'}${tail}`
  const since = member.since + 3 * day
  const vehicle = files.file(
    vehicleArchive,
    place,
    {
      ...{
        plate,
        plateKind: isElectric ? 'green' : 'blue',
        kind: dice.weighted([
          ['car', 6],
          ['suv', 4],
          ['mpv', 1],
        ] as const),
        brand: dice.pick(['江临牌轿车', '云溪牌电动车', '里仁牌越野车', '梧桐牌旅行车']),
        colour: dice.pick(['white', 'black', 'grey', 'silver', 'blue', 'red']),
      },
      ...{
        energy: isElectric ? 'electric' : 'petrol',
        stay: 'resident',
        validFrom: iso(since),
        validUntil: iso(now + dice.int(-30, 360) * day),
        ownerName: member.name,
        ownerPhone: member.phone,
        ownerKind: 'person',
      },
      ...{
        parkingKind: code === 'wtl' ? 'monthly' : 'owned',
        parkingNumber: `${code === 'wtl' ? 'W' : 'B'}${String(number).padStart(3, '0')}`,
      },
    },
    { at: since, source: 'property', ...(dice.chance(0.6) ? { verified: dice.int(5, 420) } : {}) },
  )
  files.link('owns-vehicle', [personArchive, id], [vehicleArchive, vehicle], since)
  const building = { ...place, kind: 'building' }
  const parking = files.file(
    parkingArchive,
    building,
    {
      ...{
        lot: code === 'wtl' ? '梧桐里地面车场' : `${estates[code as keyof typeof estates]?.name ?? ''}地下车库`,
        number: `${code === 'wtl' ? 'W' : 'B'}${String(number).padStart(3, '0')}`,
        storey: code === 'wtl' ? 'ground' : 'b1',
      },
      ...{
        kind: isElectric && dice.chance(0.5) ? 'charging' : 'standard',
        usedAs: code === 'wtl' ? 'rented' : 'sold',
        holderName: member.name,
        area: 13.2,
        heldFrom: iso(since),
        heldUntil: code === 'wtl' ? iso(now + dice.int(10, 300) * day) : null,
      },
    },
    { at: since, source: 'property', verified: dice.int(5, 300) },
  )
  files.link('parks-at', [vehicleArchive, vehicle], [parkingArchive, parking], since)
}

const iso = (at: number): string => new Date(at).toISOString().slice(0, 10)
const spatialCode = ({ path, floor }: SeedPlace): string =>
  `ZJDEMO33${path.split('/').slice(4).join('').toUpperCase()}${String(floor ?? 0).padStart(3, '0')}`.padEnd(20, '0')
