import type { PersonaCode } from '@liren/contract/capabilities/session'
import type { UserClass } from '@liren/contract/capabilities/user'
import type { EstateCode } from './sets/places.ts'

/** For those who want to type; everybody else chooses a persona on the sign-in page. */
export const demoPassword = 'Wutong-2026-demo'

export interface PersonaSpec {
  readonly persona: PersonaCode
  readonly name: string
  readonly title: string
  readonly account: string | null
  readonly phone: string
  readonly class: UserClass
  /** Built-in roles and the place they are held at, as a path below the city. */
  readonly roles: readonly (readonly [role: string, at: string])[]
  readonly home?: { readonly estate: EstateCode; readonly building: number; readonly unit: number; readonly house: string } | undefined
  /** Where it begins: resident, staff and grid in the H5 app, admin in the back office. */
  readonly page: '/m/' | '/admin/'
  readonly doing: string
}

const community = 'yx/wt/'

/** The people a newcomer can be. Phones have a prefix that no operator uses. */
export const personaSpecs: readonly PersonaSpec[] = [
  {
    persona: 'resident',
    name: '林晓岚',
    title: '居民',
    account: null,
    phone: '10000000001',
    class: 'resident',
    roles: [],
    home: { estate: 'fl', building: 1, unit: 1, house: '501' },
    page: '/m/',
    doing: '厨房漏水已完工，等您确认；再报一件试试',
  },
  {
    persona: 'elder',
    name: '周桂芳',
    title: '长者',
    account: null,
    phone: '10000000002',
    class: 'resident',
    roles: [],
    home: { estate: 'wtl', building: 1, unit: 2, house: '201' },
    page: '/m/',
    doing: '长辈版；门锁报修正在处理',
  },
  {
    persona: 'repair-worker',
    name: '李守成',
    title: '维修师傅',
    account: 'worker',
    phone: '10000000003',
    class: 'property',
    roles: [
      ['repair-worker', `${community}fl/`],
      ['repair-worker', `${community}wtl/`],
    ],
    page: '/m/',
    doing: '抢单池有新单，一单今天到期',
  },
  {
    persona: 'guard',
    name: '赵卫国',
    title: '保安',
    account: 'guard',
    phone: '10000000004',
    class: 'property',
    roles: [['guard', `${community}fl/`]],
    page: '/m/',
    doing: '巡逻中发现问题随手报',
  },
  {
    persona: 'housekeeper',
    name: '沈安然',
    title: '客服管家',
    account: 'housekeeper',
    phone: '10000000005',
    class: 'property',
    roles: [
      ['housekeeper', `${community}fl/`],
      ['housekeeper', `${community}wtl/`],
    ],
    page: '/admin/',
    doing: '派单、审核房屋绑定',
  },
  {
    persona: 'property-manager',
    name: '陈望舒',
    title: '物业经理',
    account: 'manager',
    phone: '10000000006',
    class: 'property',
    roles: [['property-manager', community]],
    page: '/admin/',
    doing: '3 件超时待督办，看本月统计',
  },
  {
    persona: 'grid-worker',
    name: '吴行知',
    title: '网格员',
    account: 'grid',
    phone: '10000000007',
    class: 'village',
    roles: [['grid-worker', community]],
    page: '/m/',
    doing: '上报社区事件、查住户',
  },
  {
    persona: 'duty-officer',
    name: '孙明理',
    title: '值班员',
    account: 'duty',
    phone: '10000000008',
    class: 'command',
    roles: [['duty-officer', 'yx/']],
    page: '/admin/',
    doing: '值守全街道事项，就地派单',
  },
  {
    persona: 'administrator',
    name: '顾系安',
    title: '系统管理员',
    account: 'admin',
    phone: '10000000009',
    class: 'city',
    roles: [['system-administrator', '']],
    page: '/admin/',
    doing: '账号、角色、空间、接口、运行',
  },
  {
    persona: 'security-administrator',
    name: '秦守密',
    title: '安全管理员',
    account: 'security',
    phone: '10000000010',
    class: 'city',
    roles: [['security-administrator', '']],
    page: '/admin/',
    doing: '本月账号复核待签字',
  },
  {
    persona: 'auditor',
    name: '方审言',
    title: '审计员',
    account: 'auditor',
    phone: '10000000011',
    class: 'city',
    roles: [['auditor', '']],
    page: '/admin/',
    doing: '核验审计链',
  },
  {
    persona: 'street-leader',
    name: '江致和',
    title: '街道领导',
    account: 'street',
    phone: '10000000012',
    class: 'street',
    roles: [['street-leader', 'yx/']],
    page: '/admin/',
    doing: '看全街道态势与统计',
  },
  {
    persona: 'community-officer',
    name: '何清扬',
    title: '社区干部',
    account: 'officer',
    phone: '10000000013',
    class: 'village',
    roles: [['community-officer', community]],
    page: '/admin/',
    doing: '派单、核查、住户审核',
  },
]
