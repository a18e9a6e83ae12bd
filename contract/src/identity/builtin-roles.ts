import { type Text, text } from '../kernel/text.ts'

interface RoleWords {
  readonly name: Text
  readonly about: Text
}

const words = (zh: string, en: string, aboutZh: string, aboutEn: string): RoleWords => ({
  name: text(zh, en),
  about: text(aboutZh, aboutEn),
})

/** What roles that come with the platform are called. Roles that administrators make have the one name they were given. */
export const builtinRoleWords = {
  owner: words('业主', 'Owner', '房屋的主人，可邀请和移除家人、租客', 'Owns the house; invites and removes family and tenants'),
  family: words('家属', 'Family', '与业主同住', 'Lives with the owner'),
  tenant: words('租客', 'Tenant', '在租期内居住', 'Lives there for the time of the tenancy'),
  'property-manager': words(
    '物业经理',
    'Property manager',
    '管理一个或多个小区的物业服务',
    'Runs the property service of one or more estates',
  ),
  'repair-worker': words('维修师傅', 'Repair worker', '接单、到场、完工', 'Accepts, arrives, finishes'),
  guard: words('保安', 'Guard', '守门、巡更、放行', 'Gate, rounds and releases'),
  cashier: words('收费员', 'Cashier', '柜台收费与票据', 'Counter payments and receipts'),
  housekeeper: words(
    '客服管家',
    'Housekeeper',
    '代客报修、派单、回访、审核住户',
    'Reports for residents, dispatches, calls back, reviews households',
  ),
  'grid-worker': words('网格员', 'Grid worker', '巡查、走访、采集、上报本网格事件', 'Patrols, visits, collects and reports in one grid'),
  'grid-leader': words('网格长', 'Grid leader', '安排本网格工作并核查结果', 'Plans the work of a grid and checks the results'),
  'community-officer': words(
    '社区干部',
    'Community officer',
    '派单、核查、研判、住户审核',
    'Dispatches, checks, judges and reviews households',
  ),
  'duty-officer': words('值班员', 'Duty officer', '值守告警与事项，就地派单', 'Watches alarms and cases, and dispatches at once'),
  'command-officer': words(
    '集成指挥中心人员',
    'Command centre officer',
    '受理、分派、督办跨部门事项',
    'Takes in, assigns and follows up matters across departments',
  ),
  'street-leader': words('镇街负责人', 'Street leader', '查看全域态势与统计', 'Sees the situation and the figures of the whole street'),
  'system-administrator': words(
    '系统管理员',
    'System administrator',
    '账号、角色、空间、接口与运行',
    'Accounts, roles, places, interfaces and operation',
  ),
  'security-administrator': words('安全管理员', 'Security administrator', '账号安全、复核、密钥', 'Account security, reviews and keys'),
  auditor: words('审计员', 'Auditor', '查看与验证审计记录，不改任何数据', 'Reads and verifies the audit trail and changes nothing'),
} as const satisfies Readonly<Record<string, RoleWords>>
export type BuiltinRoleCode = keyof typeof builtinRoleWords

/** A role by its name, in both languages where it comes with the platform. */
export const roleText = ({ code, name }: { readonly code: string; readonly name: string }): Text =>
  code in builtinRoleWords ? builtinRoleWords[code as BuiltinRoleCode].name : text(name, name)

/** What a role is for, likewise. */
export const roleAbout = ({ code, description }: { readonly code: string; readonly description: string | null }): Text | null =>
  code in builtinRoleWords ? builtinRoleWords[code as BuiltinRoleCode].about : description === null ? null : text(description, description)
