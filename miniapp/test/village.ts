import type { RepairCategory } from '@liren/contract/capabilities/repair'
import type { Routes } from './app'

const id = (name: string) => name.padStart(26, '0').replace(/[^0-9a-hjkmnp-tv-z]/g, 'x')

export const houseId = id('h1')
export const estateId = id('e1')

const category = (code: string, zh: string, kind: RepairCategory['kind'], keywords: string[], emergency = false): RepairCategory => ({
  code,
  text: { zh, en: code },
  kind,
  keywords,
  emergency,
  advice: emergency ? { zh: '打开窗户，不要开关电器', en: 'Open the windows' } : null,
  acceptMinutes: 30,
  finishMinutes: 1440,
  dispatch: 'grab',
  retired: false,
  version: 1,
})

const estate = { id: estateId, name: '枫林雅苑', path: '/jl/yx/wt/fl/', kind: 'estate' }

export const me = (extra: Record<string, unknown> = {}) => ({
  user: { id: 'u1', account: null, name: '林晓', phone: '100****0001', class: 'resident' },
  end: 'resident',
  place: null,
  identities: [],
  permissions: ['repair.report', 'repair.read', 'repair.handle'],
  places: [],
  exclusive: null,
  households: [{ houseId, name: '3幢1单元1201', estate, relation: 'owner', validUntil: null }],
  mustChangePassword: false,
  passwordExpiresAt: null,
  secondFactor: 'none',
  steppedUpUntil: null,
  session: { id: id('s1'), idleMinutes: 60, expiresAt: '2026-08-01T00:00:00Z' },
  isDemo: true,
  ...extra,
})

export const repair = (extra: Record<string, unknown> = {}) => ({
  id: id('r1'),
  number: 'BX260703-000001',
  kind: 'home',
  category: { code: 'water', zh: '水管漏水', en: 'Plumbing' },
  state: 'submitted',
  title: '厨房水龙头漏水',
  place: { id: houseId, label: '枫林雅苑 3幢1单元1201' },
  createdAt: '2026-07-03T06:05:00Z',
  acceptDueAt: '2026-07-03T06:35:00Z',
  finishDueAt: '2026-07-04T06:05:00Z',
  emergency: false,
  dueSoon: false,
  overdue: false,
  escalation: 0,
  reopened: 0,
  followers: 0,
  handler: null,
  thumb: null,
  rating: null,
  version: 1,
  can: ['urge', 'note', 'withdraw'],
  description: '厨房水龙头漏水',
  spot: null,
  visitAt: null,
  contact: { name: '林*', phone: '100****0001' },
  photos: [],
  timeline: [{ id: 't1', at: '2026-07-03T06:05:00Z', action: 'create', state: 'submitted', actor: null, note: null, photos: [] }],
  materials: [],
  feeFen: 0,
  acceptedAt: null,
  finishedAt: null,
  pausedUntil: null,
  confirmBy: null,
  reopenBy: null,
  comment: null,
  following: false,
  ...extra,
})

/** What the server of a small village answers; a test changes what it is about. */
export const village = (extra: Routes = {}): Routes => ({
  'GET /api/session': () => ({ status: 200, body: me() }),
  'GET /api/messages/unread': () => ({ status: 200, body: { total: 0, groups: {} } }),
  'GET /api/session/personas': () => ({ status: 200, body: { items: [] } }),
  'GET /api/repairs/categories': () => ({
    status: 200,
    body: {
      emergencyPhone: '100-0000-0119',
      items: [
        category('water', '水管漏水', 'home', ['漏水', '水龙头']),
        category('power', '电路用电', 'home', ['停电']),
        category('drain', '下水堵塞', 'home', ['堵']),
        category('door', '门窗五金', 'home', ['门锁']),
        category('lamp', '公共照明', 'public', ['路灯']),
        category('gas', '燃气泄漏', 'home', ['燃气', '煤气'], true),
      ],
    },
  }),
  'GET /api/repairs/nearby': () => ({ status: 200, body: { items: [] } }),
  'POST /api/repairs': () => ({ status: 201, body: repair() }),
  ...extra,
})
