import { type Text, text } from '../kernel/text.ts'

/** Where data of a kind are gathered, after 未来社区 §7.2: what devices say, what is known, what is done; the house's own beside them. */
export const warehouses = ['iot', 'base', 'scene', 'house'] as const
export type Warehouse = (typeof warehouses)[number]
export const warehouseTexts = {
  iot: text('物联数据仓', 'Of devices'),
  base: text('基础数据仓', 'Of what is known'),
  scene: text('场景数据仓', 'Of what is done'),
  house: text('平台自身数据', 'Of the house itself'),
} as const satisfies Record<Warehouse, Text>

/** What data are about; it decides which law and which care count for them. */
export const dataClasses = ['personal', 'public', 'thing', 'work', 'record', 'setting'] as const
export type DataClass = (typeof dataClasses)[number]
export const dataClassTexts = {
  personal: text('个人信息', 'Personal'),
  public: text('公共基础信息', 'Common facts'),
  thing: text('物联感知数据', 'Sensed by devices'),
  work: text('业务办理数据', 'Of work'),
  record: text('运行与审计记录', 'Records of running'),
  setting: text('配置数据', 'Settings'),
} as const satisfies Record<DataClass, Text>

interface Domain {
  readonly text: Text
  readonly warehouse: Warehouse
  readonly class: DataClass
  /** The office that owns these data until the house says otherwise. */
  readonly owner: Text
  /** Permissions that let somebody see them. */
  readonly readBy: readonly string[]
}

const domain = (zh: string, en: string, warehouse: Warehouse, dataClass: DataClass, owner: Text, readBy: readonly string[]): Domain => ({
  text: { zh, en },
  warehouse,
  class: dataClass,
  owner,
  readBy,
})

const community = text('社区居民委员会', 'Residents’ committee')
const property = text('物业服务中心', 'Property service centre')
const security = text('信息安全岗', 'Information security')
const running = text('平台运行岗', 'Running of the platform')
const auditing = text('审计岗', 'Audit')

/** The kinds of data there are: each table belongs to one, each has an owner. */
export const catalogueDomains = {
  person: domain('人员数据库', 'People', 'base', 'personal', community, ['person.read', 'family.read', 'household.read']),
  house: domain('房屋数据库', 'Houses', 'base', 'public', community, ['house.read']),
  vehicle: domain('车辆数据库', 'Vehicles', 'base', 'personal', property, ['vehicle.read', 'parking.read']),
  space: domain('空间数据库', 'Spaces', 'base', 'public', community, ['space.read', 'building.read', 'place.read']),
  device: domain('设备数据库', 'Devices', 'base', 'thing', property, ['device.read', 'product.read']),
  map: domain('地图数据库', 'Map', 'base', 'public', community, ['map.read']),
  org: domain('组织与网格', 'Organisations and grids', 'scene', 'public', community, ['org.read', 'grid.read']),
  archive: domain('档案治理', 'Care of files', 'base', 'personal', community, ['quality.read', 'duplicate.read', 'review.read']),
  passage: domain('出入口数据库', 'Entrances', 'iot', 'personal', property, ['passage.read']),
  area: domain('公共区域数据库', 'Public areas', 'iot', 'thing', property, ['zone.read']),
  telemetry: domain('公共服务设施数据库', 'Public facilities', 'iot', 'thing', property, ['device.read']),
  energy: domain('低碳能耗数据库', 'Energy and carbon', 'iot', 'thing', property, ['energy.read']),
  case: domain('事项办理', 'Cases', 'scene', 'work', property, ['repair.read', 'alarm.read', 'hint.read']),
  service: domain('管家服务', 'Housekeepers', 'scene', 'work', property, ['housekeeper.read']),
  consent: domain('授权与保存', 'Consent and retention', 'house', 'personal', security, ['consent.read', 'retention.read']),
  account: domain('账号', 'Accounts', 'house', 'personal', security, ['user.read']),
  access: domain('角色权限', 'Rights', 'house', 'setting', security, ['role.read']),
  exchange: domain('数据交换', 'Exchange', 'house', 'work', running, ['api.read', 'subscription.read', 'workbook.export']),
  file: domain('文件', 'Files', 'house', 'personal', running, []),
  message: domain('消息', 'Messages', 'house', 'personal', running, []),
  audit: domain('审计', 'Audit', 'house', 'record', auditing, ['audit.read']),
  key: domain('密钥与证书', 'Keys and certificates', 'house', 'setting', security, ['key.read', 'certificate.read']),
  backup: domain('备份', 'Backups', 'house', 'record', running, ['backup.read']),
  platform: domain('平台运行', 'The platform', 'house', 'setting', running, []),
} as const satisfies Record<string, Domain>
export type CatalogueDomain = keyof typeof catalogueDomains
export const domainCodes = Object.keys(catalogueDomains) as [CatalogueDomain, ...CatalogueDomain[]]

/** The six databases of 未来社区 §7.2.3. */
export const baseDatabases = ['person', 'house', 'vehicle', 'space', 'device', 'map'] as const satisfies readonly CatalogueDomain[]

/** The four databases of 未来社区 §7.2.2: entrances, public areas, public facilities, energy. */
export const iotDatabases = ['passage', 'area', 'telemetry', 'energy'] as const satisfies readonly CatalogueDomain[]

export const grades = ['L1', 'L2', 'L3', 'L4'] as const
export const gradeTexts = {
  L1: text('公开', 'Public'),
  L2: text('内部', 'Internal'),
  L3: text('个人', 'Personal'),
  L4: text('敏感', 'Sensitive'),
} as const satisfies Record<(typeof grades)[number], Text>

/** How a value lies in the database. */
export const protections = ['plain', 'sealed', 'index', 'digest', 'wrapped'] as const
export const protectionTexts = {
  plain: text('明文', 'Plain'),
  sealed: text('加密存储', 'Sealed'),
  index: text('盲索引', 'Blind index'),
  digest: text('仅存摘要', 'Digest only'),
  wrapped: text('主密钥加密', 'Wrapped under the master key'),
} as const satisfies Record<(typeof protections)[number], Text>
