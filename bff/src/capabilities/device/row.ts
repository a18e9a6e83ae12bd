import { type Device, deviceStages, presenceStates } from '@liren/contract/capabilities/device'
import { securityGrades } from '@liren/contract/capabilities/product'
import { deviceSources } from '@liren/contract/device/shapes'
import { presenceClasses } from '@liren/contract/device-register'
import { quarantine } from '../../engines/thing/index.ts'
import { healthOnly, isOfOneHome } from './home.ts'

export interface DeviceRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly stage: string
  readonly bridge_id: string | null
  readonly product_id: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly place_id: string | null
  readonly place_path: string
  readonly spot: string | null
  readonly installed_on: string | null
  readonly longitude: number | null
  readonly latitude: number | null
  readonly floor: number | null
  readonly owner: string | null
  readonly keeper_id: string | null
  readonly keeper_name: string | null
  readonly warranty_on: string | null
  readonly maintained_on: string | null
  readonly maintain_on: string | null
  readonly source: string
  readonly entered_at: number
  readonly presence: string
  readonly presence_at: number | null
  readonly heard_at: number | null
  readonly firmware: string | null
  readonly protocol: string | null
  readonly address: string | null
  readonly via: string | null
  readonly secret_digest: string | null
  readonly sealed_digest: string | null
  readonly secret_at: number | null
  readonly certificate_fingerprint: string | null
  readonly state: string
  readonly gaps: number
  readonly version: number
  readonly product_code: string | null
  readonly product_name: string | null
  readonly product_category: string | null
  readonly product_grade: string | null
  readonly product_presence: string | null
  readonly place_name: string | null
  readonly place_kind: string | null
  readonly bridge_code: string | null
}

const own = [
  ...[
    'id',
    'code',
    'name',
    'kind',
    'stage',
    'bridge_id',
    'product_id',
    'manufacturer',
    'model',
    'serial',
    'place_id',
    'place_path',
    'spot',
  ],
  ...[
    'installed_on',
    'longitude',
    'latitude',
    'floor',
    'owner',
    'keeper_id',
    'keeper_name',
    'warranty_on',
    'maintained_on',
    'maintain_on',
    'source',
  ],
  ...[
    'entered_at',
    'presence',
    'presence_at',
    'heard_at',
    'firmware',
    'protocol',
    'address',
    'via',
    'secret_digest',
    'sealed_digest',
    'secret_at',
  ],
  ...['certificate_fingerprint', 'state', 'gaps', 'version'],
]

export const columns = [
  ...own.map((name) => `d.${name}`),
  'p.code AS product_code, p.name AS product_name, p.category AS product_category, p.grade AS product_grade, p.presence AS product_presence',
  'l.full_name AS place_name, l.kind AS place_kind, b.code AS bridge_code',
].join(', ')
export const source =
  'devices d LEFT JOIN products p ON p.id = d.product_id LEFT JOIN places l ON l.id = d.place_id LEFT JOIN bridges b ON b.id = d.bridge_id'

type Values = Record<string, unknown>
const instant = (at: number): string => new Date(Number(at)).toISOString()
const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at))

/** Which of the items that every record has to have are still empty. */
export function missingOf(row: DeviceRow): Device['missing'] {
  const empty: Record<Device['missing'][number], boolean> = {
    code: false,
    name: row.name === row.code,
    kind: row.product_id === null,
    manufacturer: row.manufacturer === null,
    place: row.place_id === null,
    installedOn: row.installed_on === null,
    coordinates: row.longitude === null || row.latitude === null,
    owner: row.owner === null,
    keeper: row.keeper_name === null,
  }
  return (Object.keys(empty) as Device['missing']).filter((item) => empty[item])
}

/** 市、街道、社区 say nothing to people who work there: the place from its estate on. */
const shortPlace = (name: string): string => name.split(' · ').slice(3).join(' · ') || name

export const presentDevice = (row: DeviceRow): Device => ({
  id: row.id,
  code: row.code,
  name: row.name,
  kind: row.kind,
  stage: deviceStages.find((stage) => stage === row.stage) ?? 'found',
  product:
    row.product_id === null
      ? null
      : { id: row.product_id, code: row.product_code ?? '', name: row.product_name ?? '', category: row.product_category ?? '' },
  manufacturer: row.manufacturer,
  model: row.model,
  serial: row.serial,
  placeId: row.place_id,
  placeName: row.place_name === null ? null : shortPlace(row.place_name),
  spot: row.spot,
  installedOn: row.installed_on,
  longitude: row.longitude,
  latitude: row.latitude,
  floor: row.floor,
  owner: row.owner,
  keeper: row.keeper_name === null ? null : { id: row.keeper_id, name: row.keeper_name },
  warrantyOn: row.warranty_on,
  maintainedOn: row.maintained_on,
  maintainOn: row.maintain_on,
  source: deviceSources.find((one) => one === row.source) ?? 'bridge',
  enteredAt: instant(row.entered_at),
  presence: presenceStates.find((state) => state === row.presence) ?? 'unknown',
  presenceAt: instantOrNull(row.presence_at),
  heardAt: instantOrNull(row.heard_at),
  firmware: row.firmware,
  state: isOfOneHome(row) ? healthOnly(JSON.parse(row.state) as Values) : (JSON.parse(row.state) as Values),
  withheld: isOfOneHome(row),
  gaps: row.gaps,
  isQuarantined: row.place_path === quarantine,
  missing: missingOf(row),
  version: row.version,
})

/** How it is reached and by what it proves itself; never the secret, which nobody has. */
export const presentConnection = (row: DeviceRow) => ({
  bridge: row.bridge_code,
  protocol: row.protocol,
  address: JSON.parse(row.address ?? '{}') as Record<string, unknown>,
  via: row.via,
  grade: securityGrades.find((one) => one === row.product_grade) ?? null,
  presence: presenceClasses.find((one) => one === row.product_presence) ?? null,
  hasSecret: row.sealed_digest !== null || row.secret_digest !== null,
  secretAt: instantOrNull(row.secret_at),
  hasCertificate: row.certificate_fingerprint !== null,
})
