import { bookingSchema, openRoomSchema, ownBookingSchema, roomRules, roomSchema, slotsSchema, trySchema } from '../booking/answers.ts'
import { bookingStateNames } from '../booking/words.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export * from '../booking/answers.ts'
export * from '../booking/words.ts'

export const bookingErrors = {
  'booking.taken': { status: 409, text: text('这个时段刚被别人约走，请换一个时段', 'Somebody was quicker: choose another slot') },
  'booking.no-slot': { status: 422, text: text('这个时段不开放，请重新选择', 'There is no such slot: choose again') },
  'booking.too-many': {
    status: 409,
    text: text('您家在这个场地的预约已达上限', 'Your household has as many bookings of this space as it may'),
  },
  'booking.too-large': { status: 422, text: text('人数超过场地容量', 'More people than the space holds') },
  'booking.too-late': { status: 409, text: text('已过可取消的时间，请联系物业', 'It is too late to cancel; call the property service') },
  'booking.not-open': { status: 409, text: text('这条预约已经结束或取消', 'This booking is over or was cancelled') },
  'booking.not-waiting': { status: 409, text: text('这条预约不在待审批', 'This booking does not wait for approval') },
  'booking.lock': {
    status: 422,
    text: text('请选择本管辖范围内能远程开门的门锁', 'Choose a lock of your places that can be told to open'),
  },
  'booking.reader': { status: 422, text: text('请选择本管辖范围内能读码的设备', 'Choose a device of your places that reads codes') },
  'booking.hours': { status: 422, text: text('开放时间有误：结束须晚于开始', 'Opening hours end after they begin') },
} as const
const errors = bookingErrors

const byId = z.object({ id: idSchema() })
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))
const reading = { permission: 'booking.read', scope: 'place', rate: 'read', errors } as const
const managing = { permission: 'booking.manage', scope: 'place', idempotent: 'natural', rate: 'write', errors } as const
const living = { permission: 'booking.book', scope: 'related', errors } as const

export const bookingEndpoints = {
  rooms: endpoint({
    id: 'booking.rooms',
    method: 'GET',
    path: '/api/bookings/rooms',
    summary: text('可预约场地', 'Public spaces and how they are booked'),
    ...reading,
    query: z.object({ ...pageQuery, placeId: z.optional(idSchema()) }),
    response: pageOf(roomSchema),
  }),
  saveRoom: endpoint({
    id: 'booking.save-room',
    method: 'PUT',
    path: '/api/bookings/rooms/:id',
    summary: text('设置场地预约', 'Say how a public space is booked; version 0 where nothing was said before'),
    ...managing,
    params: byId,
    body: z.object({
      ...roomRules,
      lockId: z.nullable(idSchema()),
      /** Which door of a controller that has several. */
      lockDoor: z.nullable(z.number().check(z.int(), z.minimum(1), z.maximum(256))),
      readerId: z.nullable(idSchema()),
      version: versionSchema(),
    }),
    response: roomSchema,
    audit: 'booking.room-saved',
  }),
  list: endpoint({
    id: 'booking.list',
    method: 'GET',
    path: '/api/bookings',
    summary: text('预约列表', 'Bookings, latest slot first'),
    ...reading,
    query: z.object({
      ...pageQuery,
      spaceId: z.optional(idSchema()),
      state: z.optional(z.enum(bookingStateNames)),
      from: z.optional(daySchema()),
      to: z.optional(daySchema()),
    }),
    response: pageOf(bookingSchema),
  }),
  read: endpoint({
    id: 'booking.read',
    method: 'GET',
    path: '/api/bookings/:id',
    summary: text('一条预约', 'One booking'),
    ...reading,
    params: byId,
    response: bookingSchema,
  }),
  decide: endpoint({
    id: 'booking.decide',
    method: 'POST',
    path: '/api/bookings/:id/decide',
    summary: text('审批预约', 'Approve a booking, or refuse it with a reason'),
    ...managing,
    params: byId,
    body: z.object({ version: versionSchema(), isApproved: z.boolean(), reason: z.optional(reason()) }),
    response: bookingSchema,
    audit: 'booking.decided',
  }),
  cancel: endpoint({
    id: 'booking.cancel',
    method: 'POST',
    path: '/api/bookings/:id/cancel',
    summary: text('取消居民的预约', 'Cancel a booking of a resident, with a reason'),
    ...managing,
    params: byId,
    body: z.object({ version: versionSchema(), reason: reason() }),
    response: bookingSchema,
    audit: 'booking.cancelled',
  }),
  tries: endpoint({
    id: 'booking.tries',
    method: 'GET',
    path: '/api/bookings/tries',
    summary: text('开门记录', 'Codes that were put in at the locks, newest first'),
    ...reading,
    query: z.object({ ...pageQuery, spaceId: z.optional(idSchema()), bookingId: z.optional(idSchema()) }),
    response: pageOf(trySchema),
  }),
  open: endpoint({
    id: 'booking.open',
    method: 'GET',
    path: '/api/bookings/open',
    summary: text('本小区可预约的场地', 'Spaces of one’s own estates that can be booked'),
    ...living,
    query: z.object({}),
    response: z.object({ items: z.array(openRoomSchema) }),
    rate: 'read',
  }),
  slots: endpoint({
    id: 'booking.slots',
    method: 'GET',
    path: '/api/bookings/open/:id/slots',
    summary: text('场地一天的时段', 'The slots of a day: free, taken or closed, never whose'),
    ...living,
    params: byId,
    query: z.object({ day: daySchema() }),
    response: slotsSchema,
    rate: 'read',
  }),
  book: endpoint({
    id: 'booking.book',
    method: 'POST',
    path: '/api/bookings',
    summary: text('预约场地', 'Book a slot of a public space'),
    ...living,
    body: z.object({
      spaceId: idSchema(),
      startsAt: instantSchema(),
      people: z.number().check(z.int(), z.minimum(1), z.maximum(10_000)),
      purpose: z.optional(z.string().check(z.trim(), z.maxLength(60))),
    }),
    response: ownBookingSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'booking.made',
  }),
  mine: endpoint({
    id: 'booking.mine',
    method: 'GET',
    path: '/api/bookings/mine',
    summary: text('我的预约', 'Bookings of mine'),
    permission: 'signed-in',
    scope: 'self',
    query: z.object(pageQuery),
    response: pageOf(ownBookingSchema),
    rate: 'read',
  }),
  drop: endpoint({
    id: 'booking.drop',
    method: 'POST',
    path: '/api/bookings/mine/:id/cancel',
    summary: text('取消我的预约', 'Cancel a booking of mine'),
    permission: 'signed-in',
    scope: 'self',
    params: byId,
    body: z.object({ version: versionSchema() }),
    response: ownBookingSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'booking.cancelled',
    errors,
  }),
} as const

export const booking = capability({
  name: 'booking',
  text: text('场地预约', 'Booking of spaces'),
  endpoints: bookingEndpoints,
  permissions: [
    permission('booking.read', '查看场地预约', 'See bookings of public spaces', ['admin', 'staff']),
    permission('booking.manage', '管理场地预约', 'Set up and decide bookings', ['admin']),
    permission('booking.book', '预约场地', 'Book public spaces', ['resident']),
  ],
  events: ['booking.moved', 'booking.tried'],
})
