import { phoneSchema } from '../identity/person.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { photoLinkSchema } from './file.ts'

/** What a resident may want of the housekeeper. A message waits for an answer; everything else also for its end. */
export const askKinds = {
  message: text('留言', 'Message'),
  repair: text('报修', 'Repair'),
  cleaning: text('保洁', 'Cleaning'),
  security: text('秩序安全', 'Order and safety'),
  parking: text('停车', 'Parking'),
  moving: text('搬运与装修', 'Moving and decoration'),
  bill: text('费用咨询', 'Fees'),
  praise: text('表扬与建议', 'Praise and advice'),
} as const satisfies Record<string, Text>
export type AskKind = keyof typeof askKinds

/** Done with the first answer: nothing else is to be carried out. */
export const doneWhenAnswered: readonly AskKind[] = ['message', 'bill', 'praise']
export const askKindNames = Object.keys(askKinds) as [AskKind, ...AskKind[]]

export const askStates = {
  waiting: text('待答复', 'Waiting for an answer'),
  answered: text('办理中', 'Answered, in hand'),
  closed: text('已办结', 'Done'),
} as const satisfies Record<string, Text>
export type AskState = keyof typeof askStates
const stateNames = Object.keys(askStates) as [AskState, ...AskState[]]

/** Minutes of service within which a first answer is promised, and the hours of service. */
export const promise = { minutes: 30, from: '08:00', to: '20:00' } as const

const words = () => z.string().check(z.trim(), z.minLength(1), z.maxLength(1000))
const photos = () => z.array(idSchema()).check(z.maxLength(6))

const personSchema = L2(z.object({ id: idSchema(), name: z.string() }))

/** Who looks after a house today. The telephone is the one of the post, not of the person. */
const keeperSchema = L2(
  z.object({
    name: z.string(),
    phone: z.nullable(z.string()),
    /** Who stands in while the housekeeper is away, and until when. */
    substitute: z.nullable(z.object({ name: z.string(), until: instantSchema() })),
  }),
)

export const askSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.enum(askKindNames),
    state: z.enum(stateNames),
    askedAt: instantSchema(),
    dueAt: instantSchema(),
    answeredAt: z.nullable(instantSchema()),
    /** From asking to the first answer. */
    responseMinutes: z.nullable(z.number()),
    closedAt: z.nullable(instantSchema()),
    overdue: z.boolean(),
    /** The repair that it became. */
    repair: z.nullable(z.object({ id: idSchema(), number: z.string() })),
    version: versionSchema(),
    can: z.array(z.enum(['finish'])),
  }),
)
export type Ask = z.infer<typeof askSchema>

export const talkSchema = L2(
  z.object({
    id: idSchema(),
    house: z.object({ id: idSchema(), label: z.string() }),
    resident: personSchema,
    keeper: z.nullable(keeperSchema),
    /** Which side of it the reader is. */
    side: z.enum(['resident', 'keeper']),
    lastAt: instantSchema(),
    lastSide: z.enum(['resident', 'keeper']),
    /** Instant by which the oldest open question is to be answered. */
    dueAt: z.nullable(instantSchema()),
    overdue: z.boolean(),
    asks: z.array(askSchema),
    can: z.array(z.enum(['ask', 'answer'])),
  }),
)
export type Talk = z.infer<typeof talkSchema>

export const wordSchema = L2(
  z.object({
    id: idSchema(),
    at: instantSchema(),
    side: z.enum(['resident', 'keeper']),
    author: z.string(),
    text: z.string(),
    photos: z.array(photoLinkSchema),
    kind: z.enum(askKindNames),
  }),
)
export type TalkWord = z.infer<typeof wordSchema>

export const postSchema = L2(
  z.object({
    id: idSchema(),
    place: z.object({ id: idSchema(), label: z.string() }),
    keeper: personSchema,
    phone: z.nullable(z.string()),
    since: instantSchema(),
    until: z.nullable(instantSchema()),
    substitute: z.nullable(z.object({ name: z.string(), until: instantSchema() })),
    version: versionSchema(),
  }),
)
export type HousekeeperPost = z.infer<typeof postSchema>

export const absenceSchema = L2(
  z.object({
    id: idSchema(),
    keeper: personSchema,
    substitute: personSchema,
    from: instantSchema(),
    until: instantSchema(),
    reason: z.string(),
    version: versionSchema(),
  }),
)
export type HousekeeperAbsence = z.infer<typeof absenceSchema>

/** A question as the desk sees it: times and who, never the words. */
export const deskAskSchema = L2(z.object({ ...askSchema.shape, house: z.string(), keeper: z.nullable(personSchema) }))
export type DeskAsk = z.infer<typeof deskAskSchema>

const figures = {
  asked: z.number(),
  answered: z.number(),
  /** First answers within the promise. */
  inTime: z.number(),
  /** Open now and past the promise. */
  overdue: z.number(),
  /** Mean minutes to the first answer; null before the first. */
  meanMinutes: z.nullable(z.number()),
}
export const housekeeperFiguresSchema = L1(
  z.object({ ...figures, keepers: z.array(z.object({ ...figures, keeper: z.object({ id: idSchema(), name: z.string() }) })) }),
)
export type HousekeeperFigures = z.infer<typeof housekeeperFiguresSchema>

export const housekeeperErrors = {
  'housekeeper.house-not-yours': { status: 403, text: text('只能为自己的房屋联系管家', 'Only for a house of your own') },
  'housekeeper.none': { status: 409, text: text('这处房屋还没有管家，请联系物业', 'This house has no housekeeper yet; ask the property') },
  'housekeeper.file-unknown': { status: 422, text: text('照片不存在或不是您上传的', 'A photo is missing or was not uploaded by you') },
  'housekeeper.unfit': { status: 422, text: text('此人在这里没有管家的权限', 'This person may not serve as housekeeper there') },
  'housekeeper.absence-invalid': {
    status: 422,
    text: text('替班须在将来结束，且替班人不能是本人', 'A substitution ends in the future, and nobody stands in for themselves'),
  },
  'housekeeper.not-open': { status: 409, text: text('这件事已经办结或还没有答复', 'This is done already, or nobody answered it yet') },
} as const

const errors = housekeeperErrors
const byId = z.object({ id: idSchema() })

export const housekeeper = capability({
  name: 'housekeeper',
  text: text('管家', 'Housekeeper'),
  permissions: [
    permission('housekeeper.serve', '答复住户的管家消息', 'Answer residents as their housekeeper', ['staff']),
    permission('housekeeper.manage', '安排管家与查看响应', 'Assign housekeepers and see how fast they answer', ['staff', 'admin']),
  ],
  events: [
    'housekeeper.asked',
    'housekeeper.answered',
    'housekeeper.finished',
    'housekeeper.overdue',
    'housekeeper.repair-asked',
    'housekeeper.assigned',
  ],
  endpoints: {
    mine: endpoint({
      id: 'housekeeper.mine',
      method: 'GET',
      path: '/api/housekeepers/mine',
      summary: text('我的管家', 'The housekeepers of my houses'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({
        items: z.array(
          L2(z.object({ houseId: idSchema(), house: z.string(), keeper: z.nullable(keeperSchema), talkId: z.nullable(idSchema()) })),
        ),
      }),
      rate: 'read',
    }),
    ask: endpoint({
      id: 'housekeeper.ask',
      method: 'POST',
      path: '/api/housekeeper-talks',
      summary: text('给管家留言或提服务请求', 'Write to one’s housekeeper or ask for a service'),
      permission: 'signed-in',
      scope: 'self',
      body: z.object({ houseId: idSchema(), kind: z.enum(askKindNames), text: words(), photos: photos() }),
      response: L2(z.object({ talkId: idSchema(), wordId: idSchema(), dueAt: instantSchema() })),
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'housekeeper.asked',
      errors,
    }),
    inbox: endpoint({
      id: 'housekeeper.inbox',
      method: 'GET',
      path: '/api/housekeeper-talks',
      summary: text('管家的会话', 'Conversations that a housekeeper answers'),
      permission: 'housekeeper.serve',
      scope: 'place',
      query: z.object({ ...pageQuery, view: z._default(z.enum(['waiting', 'all']), 'waiting') }),
      response: pageOf(talkSchema),
      rate: 'read',
    }),
    talk: endpoint({
      id: 'housekeeper.talk',
      method: 'GET',
      path: '/api/housekeeper-talks/:id',
      summary: text('一段管家会话', 'One conversation with its requests'),
      permission: 'signed-in',
      scope: 'self',
      params: byId,
      response: talkSchema,
      rate: 'read',
    }),
    words: endpoint({
      id: 'housekeeper.words',
      method: 'GET',
      path: '/api/housekeeper-talks/:id/words',
      summary: text('会话内容，最新在前', 'What was said, newest first'),
      permission: 'signed-in',
      scope: 'self',
      params: byId,
      query: z.object(pageQuery),
      response: pageOf(wordSchema),
      rate: 'read',
    }),
    answer: endpoint({
      id: 'housekeeper.answer',
      method: 'POST',
      path: '/api/housekeeper-talks/:id/answers',
      summary: text('答复住户', 'Answer a resident'),
      permission: 'housekeeper.serve',
      scope: 'place',
      params: byId,
      body: z.object({ text: words(), photos: photos() }),
      response: talkSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'housekeeper.answered',
      errors,
    }),
    finish: endpoint({
      id: 'housekeeper.finish',
      method: 'POST',
      path: '/api/housekeeper-asks/:id/finish',
      summary: text('办结一项服务请求', 'A service request is done'),
      permission: 'housekeeper.serve',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema() }),
      response: askSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'housekeeper.finished',
      errors,
    }),
    posts: endpoint({
      id: 'housekeeper.posts',
      method: 'GET',
      path: '/api/housekeepers',
      summary: text('管家安排', 'Who looks after which building'),
      permission: 'housekeeper.manage',
      scope: 'place',
      query: z.object({ ...pageQuery, view: z._default(z.enum(['today', 'ended']), 'today') }),
      response: pageOf(postSchema),
      rate: 'read',
    }),
    candidates: endpoint({
      id: 'housekeeper.candidates',
      method: 'GET',
      path: '/api/housekeepers/candidates',
      summary: text('可担任管家的人', 'Who may serve as housekeeper at a place'),
      permission: 'housekeeper.manage',
      scope: 'place',
      query: z.object({ placeId: idSchema() }),
      response: z.object({ items: z.array(personSchema) }),
      rate: 'read',
    }),
    assign: endpoint({
      id: 'housekeeper.assign',
      method: 'POST',
      path: '/api/housekeepers',
      summary: text('安排管家', 'Give a place its housekeeper'),
      permission: 'housekeeper.manage',
      scope: 'place',
      body: z.object({ placeId: idSchema(), keeperId: idSchema(), phone: z.nullable(phoneSchema()) }),
      response: postSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'housekeeper.assigned',
      errors,
    }),
    end: endpoint({
      id: 'housekeeper.end',
      method: 'POST',
      path: '/api/housekeepers/:id/end',
      summary: text('结束管家安排', 'A post ends'),
      permission: 'housekeeper.manage',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema() }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'housekeeper.ended',
      errors,
    }),
    absences: endpoint({
      id: 'housekeeper.absences',
      method: 'GET',
      path: '/api/housekeeper-absences',
      summary: text('替班安排', 'Substitutions now and to come'),
      permission: 'housekeeper.manage',
      scope: 'place',
      query: z.object(pageQuery),
      response: pageOf(absenceSchema),
      rate: 'read',
    }),
    away: endpoint({
      id: 'housekeeper.away',
      method: 'POST',
      path: '/api/housekeeper-absences',
      summary: text('安排替班', 'Somebody stands in while a housekeeper is away'),
      permission: 'housekeeper.manage',
      scope: 'place',
      body: z.object({
        /** A post of the one who is away; all posts of the same person are stood in for. */
        postId: idSchema(),
        substituteId: idSchema(),
        from: instantSchema(),
        until: instantSchema(),
        reason: z.string().check(z.trim(), z.maxLength(100)),
      }),
      response: absenceSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'housekeeper.away',
      errors,
    }),
    back: endpoint({
      id: 'housekeeper.back',
      method: 'POST',
      path: '/api/housekeeper-absences/:id/back',
      summary: text('提前结束替班', 'The housekeeper is back'),
      permission: 'housekeeper.manage',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema() }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'housekeeper.back',
      errors,
    }),
    asks: endpoint({
      id: 'housekeeper.asks',
      method: 'GET',
      path: '/api/housekeeper-asks',
      summary: text('住户请求与响应时长', 'What residents asked and when they were answered'),
      permission: 'housekeeper.manage',
      scope: 'place',
      query: z.object({ ...pageQuery, state: z.optional(z.enum(stateNames)) }),
      response: pageOf(deskAskSchema),
      rate: 'read',
    }),
    figures: endpoint({
      id: 'housekeeper.figures',
      method: 'GET',
      path: '/api/housekeepers/figures',
      summary: text('管家响应统计', 'How fast housekeepers answer'),
      permission: 'housekeeper.manage',
      scope: 'place',
      query: z.object({ from: daySchema(), to: daySchema() }),
      response: housekeeperFiguresSchema,
      rate: 'read',
    }),
  },
})
