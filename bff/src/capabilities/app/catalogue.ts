import type { End } from '@liren/contract'
import type { Tile } from '@liren/contract/capabilities/app'

export interface AppSpec extends Tile {
  readonly ends: readonly End[]
  readonly owner: string
  readonly appVersion: string
}

const app = (
  code: string,
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
  icon: string,
  group: Tile['group'],
  page: string,
  permission: string | null,
  ends: readonly End[],
): AppSpec => ({
  code,
  text: { zh, en },
  hint: { zh: hintZh, en: hintEn },
  icon,
  group,
  page,
  permission,
  ends,
  owner: 'liren',
  appVersion: '1.0.0',
})

/** The applications of this version. What is not built has no tile: nothing here leads nowhere. */
export const catalogue: readonly AppSpec[] = [
  app('repair', '报事报修', 'Repairs', '拍照即可上报', 'A photo is all it takes', 'wrench', 'daily', '/pkg-case/new', 'repair.report', [
    'resident',
  ]),
  app('my-cases', '我的办理', 'My cases', '进度、催办与评价', 'Follow, urge and rate', 'list', 'daily', '/pkg-case/list', 'repair.read', [
    'resident',
  ]),
  app(
    'merchants',
    '维修商家',
    'Repair merchants',
    '看价下单、确认评价',
    'Compare prices, order and rate',
    'tool',
    'home',
    '/pkg-life/merchants',
    null,
    ['resident'],
  ),
  app(
    'booking',
    '场地预约',
    'Book a space',
    '共享活动室、书房按时段约',
    'Shared rooms by the slot',
    'calendar',
    'home',
    '/pkg-life/booking',
    null,
    ['resident'],
  ),
  app('house', '房屋绑定', 'Bind your home', '绑定后可报修', 'Needed to report repairs at home', 'key', 'home', '/pkg-house/bind', null, [
    'resident',
  ]),
  app(
    'members',
    '家人租客',
    'Family and tenants',
    '邀请与有效期',
    'Invitations and how long they last',
    'people',
    'home',
    '/pkg-house/members',
    null,
    ['resident'],
  ),
  app('orders', '我的工单', 'My orders', '按时限排序', 'Sorted by deadline', 'tool', 'work', '/pkg-staff/index', 'repair.handle', [
    'staff',
  ]),
  app(
    'alarms',
    '告警',
    'Alarms',
    '受理与处置设备告警',
    'Accept and handle device alarms',
    'bell',
    'work',
    '/pkg-staff/alarms',
    'alarm.handle',
    ['staff'],
  ),
  app('pool', '抢单池', 'Pool', '新的报修在这里', 'New repairs to pick up', 'hand', 'work', '/pkg-staff/pool', 'repair.handle', ['staff']),
  app(
    'on-behalf',
    '代客报修',
    'Report for a resident',
    '边接电话边登记',
    'While the resident is on the phone',
    'phone',
    'work',
    '/pkg-staff/order/new',
    'repair.report',
    ['staff'],
  ),
  app(
    'grid-event',
    '上报事件',
    'Report an event',
    '位置自动带出',
    'The location is filled in for you',
    'flag',
    'work',
    '/pkg-grid/event/new',
    'repair.report',
    ['grid'],
  ),
  app(
    'grid-visits',
    '走访采集',
    'Visits',
    '按路线走访，断网可用',
    'Follow your route, even offline',
    'home',
    'work',
    '/pkg-grid/visits',
    'visit.do',
    ['grid'],
  ),
  app('grid-cases', '我的上报', 'My reports', '查看处理进度', 'See their progress', 'list', 'work', '/pkg-grid/event/list', 'repair.read', [
    'grid',
  ]),
  app('help', '使用帮助', 'Help', '每个功能都有说明', 'An article for every function', 'help', 'care', '/pkg-sys/help', null, [
    'resident',
    'staff',
    'grid',
  ]),
  app('settings', '设置', 'Settings', '字号、深色、长辈版', 'Text size, dark and elder modes', 'gear', 'care', '/pkg-sys/settings', null, [
    'resident',
    'staff',
    'grid',
  ]),
]
