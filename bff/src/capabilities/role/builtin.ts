import { type End, type ExclusiveRole, type Range, text } from '@liren/contract'
import type { FieldRule } from '../../kernel/http/route.ts'
import type { BuiltinRole } from '../../kernel/identity/role-content.ts'
import { keepingFields, keepingPermissions } from './keeping.ts'

interface Definition {
  readonly zh: string
  readonly en: string
  /** What the role is for, in one line. */
  readonly about: readonly [zh: string, en: string]
  readonly ends: readonly End[]
  readonly exclusive?: ExclusiveRole
  /** Permissions over the whole place, or only one's own household, or oneself. */
  readonly place?: readonly string[]
  readonly household?: readonly string[]
  readonly fields?: Readonly<Record<string, FieldRule>>
}

const living = ['repair.report', 'repair.read']
/** Whoever speaks with residents every day sees whole phone numbers; everybody else sees shortened ones. */
const callsResidents = { 'household.phone': 'read', 'household.name': 'read' } as const

const definitions: Readonly<Record<string, Definition>> = {
  owner: {
    zh: '业主',
    en: 'Owner',
    about: ['房屋的主人，可邀请和移除家人、租客', 'Owns the house; invites and removes family and tenants'],
    ends: ['resident'],
    household: living,
  },
  family: { zh: '家属', en: 'Family', about: ['与业主同住', 'Lives with the owner'], ends: ['resident'], household: living },
  tenant: {
    zh: '租客',
    en: 'Tenant',
    about: ['在租期内居住', 'Lives there for the time of the tenancy'],
    ends: ['resident'],
    household: living,
  },
  'property-manager': {
    zh: '物业经理',
    en: 'Property manager',
    about: ['管理一个或多个小区的物业服务', 'Runs the property service of one or more estates'],
    ends: ['staff', 'admin'],
    place: [
      'repair.report',
      'repair.read',
      'repair.dispatch',
      'repair.contact',
      'repair.manage',
      'repair.statistics',
      'household.read',
      'household.review',
      'household.manage',
      'device.read',
      'device.manage',
      'device.maintain',
      'device.command',
      'device.command-dangerous',
      'product.read',
      'place.read',
      'place.manage',
      'user.read',
      'app.read',
      'app.shelve',
    ],
    fields: callsResidents,
  },
  'repair-worker': {
    zh: '维修师傅',
    en: 'Repair worker',
    about: ['接单、到场、完工', 'Accepts, arrives, finishes'],
    ends: ['staff'],
    place: [
      'repair.report',
      'repair.read',
      'repair.handle',
      'repair.contact',
      'device.read',
      'device.maintain',
      'product.read',
      'place.read',
    ],
  },
  guard: {
    zh: '保安',
    en: 'Guard',
    about: ['守门、巡更、放行', 'Gate, rounds and releases'],
    ends: ['staff'],
    place: ['device.read', 'device.command', 'repair.report', 'place.read', 'household.read'],
    // what became of one's own reports
    household: ['repair.read'],
  },
  cashier: {
    zh: '收费员',
    en: 'Cashier',
    about: ['柜台收费与票据', 'Counter payments and receipts'],
    ends: ['staff', 'admin'],
    place: ['household.read', 'place.read'],
  },
  housekeeper: {
    zh: '客服管家',
    en: 'Housekeeper',
    about: ['代客报修、派单、回访、审核住户', 'Reports for residents, dispatches, calls back, reviews households'],
    ends: ['staff', 'admin'],
    place: [
      'repair.report',
      'repair.read',
      'repair.dispatch',
      'repair.contact',
      'repair.statistics',
      'household.read',
      'household.review',
      'household.manage',
      'place.read',
    ],
    fields: callsResidents,
  },
  'grid-worker': {
    zh: '网格员',
    en: 'Grid worker',
    about: ['巡查、走访、采集、上报本网格事件', 'Patrols, visits, collects and reports in one grid'],
    ends: ['grid'],
    place: ['repair.report', 'repair.read', 'household.read', 'place.read'],
  },
  'grid-leader': {
    zh: '网格长',
    en: 'Grid leader',
    about: ['安排本网格工作并核查结果', 'Plans the work of a grid and checks the results'],
    ends: ['grid', 'admin'],
    place: [
      'repair.report',
      'repair.read',
      'repair.dispatch',
      'repair.contact',
      'repair.statistics',
      'household.read',
      'device.read',
      'product.read',
      'place.read',
      'user.read',
    ],
  },
  'community-officer': {
    zh: '社区干部',
    en: 'Community officer',
    about: ['派单、核查、研判、住户审核', 'Dispatches, checks, judges and reviews households'],
    ends: ['admin', 'grid'],
    place: [
      'repair.report',
      'repair.read',
      'repair.dispatch',
      'repair.contact',
      'repair.statistics',
      'household.read',
      'household.review',
      'device.read',
      'product.read',
      'place.read',
      'user.read',
      'app.read',
      'app.shelve',
    ],
  },
  'duty-officer': {
    zh: '值班员',
    en: 'Duty officer',
    about: ['值守告警与事项，就地派单', 'Watches alarms and cases, and dispatches at once'],
    ends: ['admin'],
    place: [
      'repair.report',
      'repair.read',
      'repair.dispatch',
      'repair.contact',
      'repair.statistics',
      'household.read',
      'device.read',
      'device.command',
      'device.command-dangerous',
      'product.read',
      'place.read',
    ],
  },
  'command-officer': {
    zh: '集成指挥中心人员',
    en: 'Command centre officer',
    about: ['受理、分派、督办跨部门事项', 'Takes in, assigns and follows up matters across departments'],
    ends: ['admin'],
    place: [
      'repair.read',
      'repair.dispatch',
      'repair.contact',
      'repair.manage',
      'repair.statistics',
      'device.read',
      'device.command',
      'device.command-dangerous',
      'product.read',
      'place.read',
      'user.read',
    ],
  },
  'street-leader': {
    zh: '镇街负责人',
    en: 'Street leader',
    about: ['查看全域态势与统计', 'Sees the situation and the figures of the whole street'],
    ends: ['admin'],
    place: ['repair.read', 'repair.statistics', 'place.read', 'user.read'],
  },
  'system-administrator': {
    zh: '系统管理员',
    en: 'System administrator',
    about: ['账号、角色、空间、接口与运行', 'Accounts, roles, places, interfaces and operation'],
    ends: ['admin'],
    exclusive: 'system',
    place: [
      'user.read',
      'user.manage',
      'user.reveal',
      'role.read',
      'role.manage',
      'place.read',
      'place.manage',
      'household.read',
      'repair.manage',
      'repair.statistics',
      'api.read',
      'api.manage',
      'app.read',
      'app.shelve',
      'device.read',
      'device.manage',
      'device.maintain',
      'device.secret',
      'device.adopt',
      'bridge.manage',
      'product.read',
      'product.manage',
      'dictionary.manage',
      'health.read',
      'job.read',
      'job.run',
    ],
  },
  'security-administrator': {
    zh: '安全管理员',
    en: 'Security administrator',
    about: ['账号安全、复核、密钥', 'Account security, reviews and keys'],
    ends: ['admin'],
    exclusive: 'security',
    place: ['user.read', 'user.secure', 'user.review', 'role.read', 'api.read', 'key.read', 'key.manage', 'audit.policy'],
  },
  auditor: {
    zh: '审计员',
    en: 'Auditor',
    about: ['查看与验证审计记录，不改任何数据', 'Reads and verifies the audit trail and changes nothing'],
    ends: ['admin'],
    exclusive: 'audit',
    place: ['user.read', 'role.read', 'audit.read', 'audit.review'],
  },
}

const at = (range: Range, codes: readonly string[] = []) => codes.map((code) => ({ code, range }))

/** The roles that every installation has. */
export const builtinRoles: readonly BuiltinRole[] = Object.entries(definitions).map(([code, role]) => ({
  code,
  text: text(role.zh, role.en),
  description: text(...role.about),
  ends: role.ends,
  permissions: [...at('place', [...(role.place ?? []), ...keepingPermissions(code)]), ...at('household', role.household)],
  fieldRules: Object.entries({ ...role.fields, ...keepingFields(code) }).map(([field, rule]) => ({ field, rule })),
  deniedEndpoints: [],
  ...(role.exclusive ? { exclusive: role.exclusive } : {}),
}))
