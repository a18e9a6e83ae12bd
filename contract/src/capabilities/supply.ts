import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { photoLinkSchema } from './file.ts'

const namesOf = <K extends string>(words: Readonly<Record<K, Text>>) => Object.keys(words) as [K, ...K[]]

export const supplyKinds = {
  meter: text('新装计量表', 'New meter'),
  change: text('换表或检定', 'Replace or test a meter'),
  rename: text('过户', 'Change of holder'),
  pile: text('自有车位装充电桩', 'Private charging pile'),
  'pile-out': text('拆除充电桩', 'Take a pile out'),
} as const satisfies Record<string, Text>
export type SupplyKind = keyof typeof supplyKinds
export const supplyKindNames = namesOf(supplyKinds)
export const isAboutPile = (kind: SupplyKind): boolean => kind === 'pile' || kind === 'pile-out'

export const utilities = {
  electricity: text('电', 'Electricity'),
  water: text('水', 'Water'),
  gas: text('燃气', 'Gas'),
  heat: text('供热', 'Heat'),
} as const satisfies Record<string, Text>
export type Utility = keyof typeof utilities
export const utilityNames = namesOf(utilities)

export const supplyStates = {
  submitted: text('待受理', 'Submitted'),
  returned: text('待补充材料', 'More material asked for'),
  accepted: text('已受理', 'Accepted'),
  arranged: text('已预约上门', 'Visit arranged'),
  done: text('待确认', 'Done, to be confirmed'),
  closed: text('已办结', 'Closed'),
  declined: text('不予受理', 'Declined'),
  withdrawn: text('已撤回', 'Withdrawn'),
} as const satisfies Record<string, Text>
export type SupplyState = keyof typeof supplyStates
export const supplyStateNames = namesOf(supplyStates)

/** What comes next, as the resident is told. */
export const supplyNext: Readonly<Record<SupplyState, Text | null>> = {
  submitted: text('物业受理并答复', 'The property office answers'),
  returned: text('请补充材料后重新提交', 'Add what is missing and submit again'),
  accepted: text('物业约定上门时间', 'A visit is arranged'),
  arranged: text('按约上门施工', 'The work is done at the visit'),
  done: text('请确认完成，逾期自动办结', 'Please confirm; it closes by itself later'),
  closed: null,
  declined: null,
  withdrawn: null,
}

/** Days within which each step is promised. */
export const supplyPromise = { answer: 2, arrange: 3, confirm: 7 } as const

export const supplyWindows = {
  morning: text('上午 9–12 点', '9 to 12'),
  afternoon: text('下午 13–17 点', '13 to 17'),
  evening: text('晚上 18–20 点', '18 to 20'),
} as const satisfies Record<string, Text>
export type SupplyWindow = keyof typeof supplyWindows
export const supplyWindowNames = namesOf(supplyWindows)

/** Each step: from which states, to which, and who takes it. */
export const supplySteps = {
  resubmit: { from: ['returned'], to: 'submitted', by: 'applicant' },
  withdraw: { from: ['submitted', 'returned', 'accepted'], to: 'withdrawn', by: 'applicant' },
  confirm: { from: ['done'], to: 'closed', by: 'applicant' },
  accept: { from: ['submitted'], to: 'accepted', by: 'handler' },
  ask: { from: ['submitted'], to: 'returned', by: 'handler' },
  decline: { from: ['submitted'], to: 'declined', by: 'handler' },
  arrange: { from: ['accepted', 'arranged'], to: 'arranged', by: 'handler' },
  finish: { from: ['arranged'], to: 'done', by: 'handler' },
} as const satisfies Record<string, { from: readonly SupplyState[]; to: SupplyState; by: 'applicant' | 'handler' }>
export type SupplyAction = keyof typeof supplySteps
export const supplyActions = Object.keys(supplySteps) as [SupplyAction, ...SupplyAction[]]

export const supplyMoves = {
  submit: text('提交申请', 'Submitted'),
  resubmit: text('补充后重新提交', 'Submitted again'),
  withdraw: text('撤回申请', 'Withdrawn'),
  confirm: text('确认完成', 'Confirmed'),
  accept: text('已受理', 'Accepted'),
  ask: text('请补充材料', 'More material asked for'),
  decline: text('不予受理', 'Declined'),
  arrange: text('约定上门', 'Visit arranged'),
  finish: text('施工完成', 'Work done'),
  lapse: text('逾期未确认，自动办结', 'Closed by time'),
} as const satisfies Record<string, Text>
export type SupplyMove = keyof typeof supplyMoves

export const supplyErrors = {
  'supply.house-not-yours': { status: 422, text: text('只能为自己的房屋申办', 'Only for a house of one’s own') },
  'supply.parking-not-yours': { status: 422, text: text('车位登记的不是您本人', 'This parking space is not registered to you') },
  'supply.utility-needed': { status: 422, text: text('请选择水、电、燃气或供热', 'Choose electricity, water, gas or heat') },
  'supply.file-unknown': { status: 422, text: text('照片不存在或已过期，请重新上传', 'A photo is gone: upload it again') },
  'supply.open-already': { status: 409, text: text('同样的申请正在办理', 'The same application is under way') },
  'supply.step-not-allowed': { status: 409, text: text('当前状态下不能这样操作，请刷新查看', 'This cannot be done in the current state') },
  'supply.day-past': { status: 422, text: text('上门日期不能早于今天', 'A visit is not before today') },
  'supply.device-unfit': { status: 422, text: text('没有这样的表或充电桩', 'No such meter or pile there') },
} as const
const errors = supplyErrors

const shown = {
  id: idSchema(),
  number: z.string(),
  kind: z.enum(supplyKindNames),
  utility: z.nullable(z.enum(utilityNames)),
  address: z.string(),
  parking: z.nullable(z.string()),
  state: z.enum(supplyStateNames),
  /** Until when the next step is promised. */
  dueAt: z.nullable(instantSchema()),
  visit: z.nullable(z.object({ day: daySchema(), window: z.enum(supplyWindowNames) })),
  reason: z.nullable(z.string()),
  submittedAt: instantSchema(),
  version: versionSchema(),
  can: z.array(z.enum(supplyActions)),
}
export const supplySummarySchema = L2(z.object(shown))
export type SupplySummary = z.infer<typeof supplySummarySchema>

const detail = {
  ...shown,
  note: z.string(),
  materials: z.array(photoLinkSchema),
  device: z.nullable(z.object({ id: idSchema(), name: z.string() })),
  steps: z.array(
    z.object({
      id: idSchema(),
      move: z.enum(Object.keys(supplyMoves) as [SupplyMove, ...SupplyMove[]]),
      at: instantSchema(),
      note: z.nullable(z.string()),
    }),
  ),
}
export const ownSupplySchema = L2(z.object(detail))
export type OwnSupply = z.infer<typeof ownSupplySchema>
export const supplySchema = L2(
  z.object({
    ...detail,
    applicant: z.object({
      name: field(z.string(), { level: 'L3', key: 'person.name', mask: 'name' }),
      phone: field(z.string(), { level: 'L3', key: 'person.phone', mask: 'phone' }),
    }),
  }),
)
export type Supply = z.infer<typeof supplySchema>

const byId = z.object({ id: idSchema() })
const version = { version: versionSchema() }
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const note = () => z.string().check(z.trim(), z.maxLength(300))
const materials = () => z.array(idSchema()).check(z.maxLength(9))

const own = <A extends SupplyAction, B extends z.core.$ZodType>(action: A, summary: Text, body: B) =>
  endpoint({
    id: `supply.${action}`,
    method: 'POST',
    path: `/api/supply/mine/:id/${action}`,
    summary,
    permission: 'signed-in',
    scope: 'self',
    params: byId,
    body,
    response: ownSupplySchema,
    idempotent: 'natural',
    rate: 'write',
    audit: `supply.${action}`,
    errors,
  })
const handled = <A extends SupplyAction, B extends z.core.$ZodType>(action: A, summary: Text, body: B) =>
  endpoint({
    id: `supply.${action}`,
    method: 'POST',
    path: `/api/supply/:id/${action}`,
    summary,
    permission: 'supply.handle',
    scope: 'place',
    params: byId,
    body,
    response: supplySchema,
    idempotent: 'natural',
    rate: 'write',
    audit: `supply.${action}`,
    errors,
  })

export const supplyEndpoints = {
  mine: endpoint({
    id: 'supply.mine',
    method: 'GET',
    path: '/api/supply/mine',
    summary: text('我的用能申办', 'My energy service applications'),
    permission: 'signed-in',
    scope: 'self',
    query: z.object(pageQuery),
    response: pageOf(supplySummarySchema),
    rate: 'read',
  }),
  spaces: endpoint({
    id: 'supply.spaces',
    method: 'GET',
    path: '/api/supply/spaces',
    summary: text('我名下的车位', 'Parking spaces that are registered to me'),
    permission: 'signed-in',
    scope: 'self',
    response: L2(z.object({ items: z.array(z.object({ id: idSchema(), name: z.string() })) })),
    rate: 'read',
  }),
  own: endpoint({
    id: 'supply.own',
    method: 'GET',
    path: '/api/supply/mine/:id',
    summary: text('我的一项用能申办', 'An application of mine'),
    permission: 'signed-in',
    scope: 'self',
    params: byId,
    response: ownSupplySchema,
    rate: 'read',
  }),
  submit: endpoint({
    id: 'supply.submit',
    method: 'POST',
    path: '/api/supply',
    summary: text('提交用能申办', 'Apply for an energy service'),
    permission: 'signed-in',
    scope: 'self',
    body: z.object({
      kind: z.enum(supplyKindNames),
      houseId: idSchema(),
      utility: z.optional(z.enum(utilityNames)),
      parkingId: z.optional(idSchema()),
      note: note(),
      materials: materials(),
    }),
    response: ownSupplySchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'supply.submitted',
    errors,
  }),
  resubmit: own(
    'resubmit',
    text('补充后重新提交', 'Submit again with what was missing'),
    z.object({ ...version, note: note(), materials: materials() }),
  ),
  withdraw: own('withdraw', text('撤回用能申办', 'Withdraw an application'), z.object(version)),
  confirm: own('confirm', text('确认用能申办完成', 'Confirm that it is done'), z.object(version)),
  list: endpoint({
    id: 'supply.list',
    method: 'GET',
    path: '/api/supply',
    summary: text('用能申办列表', 'Energy service applications'),
    permission: 'supply.read',
    scope: 'place',
    query: z.object({ ...pageQuery, state: z.optional(z.enum(supplyStateNames)), kind: z.optional(z.enum(supplyKindNames)) }),
    response: pageOf(supplySummarySchema),
    rate: 'read',
  }),
  read: endpoint({
    id: 'supply.read',
    method: 'GET',
    path: '/api/supply/:id',
    summary: text('一项用能申办', 'One application'),
    permission: 'supply.read',
    scope: 'place',
    params: byId,
    response: supplySchema,
    rate: 'read',
    audit: 'supply.read',
  }),
  accept: handled('accept', text('受理用能申办', 'Accept an application'), z.object(version)),
  ask: handled('ask', text('要求补充材料', 'Ask for more material'), z.object({ ...version, reason: reason() })),
  decline: handled('decline', text('不予受理', 'Decline an application'), z.object({ ...version, reason: reason() })),
  arrange: handled(
    'arrange',
    text('约定上门时间', 'Arrange the visit'),
    z.object({ ...version, day: daySchema(), window: z.enum(supplyWindowNames) }),
  ),
  finish: handled(
    'finish',
    text('登记施工完成', 'The work is done'),
    z.object({ ...version, note: z.optional(note()), deviceCode: z.optional(z.string().check(z.trim(), z.maxLength(64))) }),
  ),
} as const

export const supply = capability({
  name: 'supply',
  text: text('用能申办', 'Energy service applications'),
  endpoints: supplyEndpoints,
  permissions: [
    permission('supply.read', '查看用能申办', 'See energy service applications', ['staff', 'admin']),
    permission('supply.handle', '办理用能申办', 'Handle energy service applications', ['staff', 'admin']),
  ],
  events: ['supply.moved', 'supply.overdue'],
})
