import { type Text, text } from '@liren/contract'
import { allSources } from '@liren/contract/archive/source'
import { type CatalogueDomain, catalogueDomains } from '@liren/contract/capabilities/catalogue'
import { qualityRules } from '@liren/contract/capabilities/quality'
import type { DataWarehouse, WarehouseKind } from '@liren/contract/capabilities/warehouse'
import { heardEvents } from '../../engines/thing/index.ts'

/** A record is judged by what it says itself; true where something is wrong. */
interface Rule {
  readonly text: Text
  readonly sql: string
}

export interface KindSpec {
  readonly domain: CatalogueDomain
  /** Whoever may not read the records learns no figure of them either. */
  readonly permission: string
  readonly table: string
  readonly from: string
  /** What the table is walked by: an indexed column, each value of it in one stretch. */
  readonly key: string
  readonly path: string
  readonly at: string
  /** A word of the record, or one for all of them in quotes. */
  readonly source: string
  readonly where: string
  readonly rules: Readonly<Record<string, Rule>>
  /** Archives are judged by the rules of data quality, which keeps its findings. */
  readonly archive: string | null
}

const tenMinutes = 600_000
const late = (happened: string, heard: string): Rule => ({
  text: text('迟到超过 10 分钟', 'Later than ten minutes'),
  sql: `${heard} - ${happened} > ${tenMinutes}`,
})
const ahead = (happened: string, heard: string): Rule => ({
  text: text('时间超前', 'Ahead of its time'),
  sql: `${happened} - ${heard} > ${tenMinutes}`,
})

const plain = { from: '', key: 'id', path: 'place_path', where: '1 = 1', rules: {}, archive: null } as const
const archive = (name: string, table: string, domain: CatalogueDomain): KindSpec => ({
  ...{ domain, permission: `${name}.read`, table, from: table, key: 'id', path: 'place_path', at: 'entered_at', source: 'source' },
  ...{ where: "state = 'active'", rules: {}, archive: name },
})

export const kindSpecs: Readonly<Record<WarehouseKind, KindSpec>> = {
  passage: {
    ...{ ...plain, domain: 'passage', permission: 'passage.read', table: 'passages', from: 'passages', at: 'heard_at', source: "'device'" },
    rules: { late: late('passed_at', 'heard_at'), ahead: ahead('passed_at', 'heard_at') },
  },
  zone: {
    ...{ ...plain, domain: 'area', permission: 'zone.read', table: 'zone_events', from: 'zone_events', at: 'at', source: "'device'" },
    rules: { order: { text: text('结束早于开始', 'Over before it began'), sql: 'ended_at < at' } },
  },
  event: {
    ...{ ...plain, domain: 'telemetry', permission: 'device.read', ...heardEvents, source: "'device'" },
    ...{ key: 'e.id', path: 'd.place_path', at: 'e.heard_at' },
    rules: {
      model: { text: text('与物模型不符', 'Against the thing model'), sql: 'e.fault IS NOT NULL' },
      late: late('e.happened_at', 'e.heard_at'),
      ahead: ahead('e.happened_at', 'e.heard_at'),
    },
  },
  energy: {
    ...{
      ...plain,
      domain: 'energy',
      permission: 'energy.read',
      table: 'energy_days',
      from: 'energy_days',
      key: 'meter_id',
      at: 'read_at',
      source: "'device'",
    },
    rules: { negative: { text: text('用量为负', 'Less than nothing'), sql: 'total < 0' } },
  },
  person: archive('person', 'people', 'person'),
  house: archive('house', 'house_files', 'house'),
  vehicle: archive('vehicle', 'vehicles', 'vehicle'),
  space: archive('space', 'spaces', 'space'),
  device: {
    ...{ ...plain, domain: 'device', permission: 'device.read', table: 'devices', from: 'devices', at: 'entered_at', source: 'source' },
    where: "stage <> 'retired'",
    rules: {
      place: { text: text('没有位置', 'Nobody said where it stands'), sql: 'place_id IS NULL' },
      product: { text: text('没有产品', 'Of no known product'), sql: 'product_id IS NULL' },
      coordinates: { text: text('没有坐标', 'Not on the map'), sql: '(longitude IS NULL OR latitude IS NULL)' },
    },
  },
  map: {
    ...{
      ...plain,
      domain: 'map',
      permission: 'map.read',
      table: 'map_features',
      from: 'map_features',
      at: 'created_at',
      source: "'drawn'",
    },
    where: "state = 'active'",
    rules: { empty: { text: text('面积或长度为零', 'Of no size'), sql: "(shape <> 'point' AND (size IS NULL OR size <= 0))" } },
  },
  repair: {
    ...{ ...plain, domain: 'case', permission: 'repair.read', table: 'repairs', from: 'repairs', at: 'created_at', source: "'declared'" },
    rules: {
      photo: { text: text('没有照片', 'Without a photo'), sql: "photos = '[]'" },
      order: { text: text('完工早于受理', 'Finished before it was taken up'), sql: 'finished_at < accepted_at' },
    },
  },
  alarm: {
    ...{ ...plain, domain: 'case', permission: 'alarm.read', table: 'alarms', from: 'alarms', at: 'first_at', source: 'source_kind' },
    rules: {
      result: { text: text('已处置但没有结论', 'Dealt with and without a result'), sql: '(handled_at IS NOT NULL AND result IS NULL)' },
    },
  },
  org: archive('org', 'orgs', 'org'),
}

export const kindNames = Object.keys(kindSpecs) as WarehouseKind[]
export const warehouseOfKind = (kind: WarehouseKind): DataWarehouse => catalogueDomains[kindSpecs[kind].domain].warehouse as DataWarehouse

const more: Readonly<Record<string, Text>> = {
  import: text('表格导入', 'Imported workbook'),
  interface: text('接口写入', 'Through an interface'),
  bridge: text('网桥发现', 'Found by a bridge'),
  drawn: text('绘制', 'Drawn'),
  event: text('设备事件', 'Device event'),
  rule: text('联动规则', 'Rule'),
  person: text('人工', 'By hand'),
}

export const sourceText = (code: string): Text => allSources.find((one) => one.code === code)?.text ?? more[code] ?? { zh: code, en: code }

export const ruleText = (kind: WarehouseKind, rule: string): Text =>
  kindSpecs[kind].rules[rule]?.text ?? (qualityRules as Readonly<Record<string, Text>>)[rule] ?? { zh: rule, en: rule }
