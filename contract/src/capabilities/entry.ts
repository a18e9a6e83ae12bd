import {
  agreementBody,
  entryPaperSchema,
  entryRecorderSchema,
  entrySceneSchema,
  openedSceneSchema,
  paperLineSchema,
  sceneBody,
  sceneCode,
  wayOf,
  word,
} from '../entry/shapes.ts'
import { entryErrors, entryGradeNames, paperStates } from '../entry/words.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, versionSchema } from '../kernel/id.ts'
import { L1 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export type { EntryPaper, EntryRecorder, EntryScene, OpenedScene } from '../entry/shapes.ts'
export * from '../entry/words.ts'

const errors = entryErrors
const byId = z.object({ id: idSchema() })
const read = { permission: 'entry.read', scope: 'place', rate: 'read' } as const
const manage = { permission: 'entry.manage', scope: 'place', rate: 'write', errors } as const
const paper = { permission: 'entry.paper', scope: 'place', errors } as const
const flag = () => z.optional(z.enum(['true', 'false']))

export const entryEndpoints = {
  open: endpoint({
    id: 'entry.open',
    method: 'GET',
    path: '/api/entry/open',
    summary: text('打开录入页：场景、规范与告知', 'Open a page of entry: scene, rules and what people are told'),
    permission: 'signed-in',
    scope: 'self',
    query: wayOf,
    response: openedSceneSchema,
    rate: 'read',
    errors,
  }),
  scenes: endpoint({
    id: 'entry.scenes',
    method: 'GET',
    path: '/api/entry/scenes',
    summary: text('录入场景', 'Scenes of entry'),
    ...read,
    scope: 'none',
    response: z.object({ items: z.array(entrySceneSchema) }),
  }),
  saveScene: endpoint({
    id: 'entry.save-scene',
    method: 'PUT',
    path: '/api/entry/scenes/:code',
    summary: text('保存录入场景', 'Save a scene of entry'),
    ...manage,
    /** Scenes hold for the whole house, like the purposes that they serve. */
    permission: 'consent.manage',
    scope: 'none',
    params: z.object({ code: sceneCode() }),
    body: sceneBody,
    response: entrySceneSchema,
    idempotent: 'natural',
    audit: 'entry.scene-saved',
  }),
  roles: endpoint({
    id: 'entry.roles',
    method: 'GET',
    path: '/api/entry/roles',
    summary: text('可参与录入的岗位', 'Roles that may have a duty'),
    ...read,
    scope: 'none',
    response: z.object({ items: z.array(L1(z.object({ id: idSchema(), name: z.string() }))) }),
  }),
  recorders: endpoint({
    id: 'entry.recorders',
    method: 'GET',
    path: '/api/entry/recorders',
    summary: text('录入人员', 'Recorders'),
    ...read,
    query: z.object({ ...pageQuery, ended: flag() }),
    response: pageOf(entryRecorderSchema),
  }),
  register: endpoint({
    id: 'entry.register',
    method: 'POST',
    path: '/api/entry/recorders',
    summary: text('登记录入人员', 'Register a recorder'),
    ...manage,
    body: z.object({ userId: idSchema(), grade: z.enum(entryGradeNames), agreement: z.optional(agreementBody) }),
    response: entryRecorderSchema,
    status: 201,
    idempotent: 'key',
    audit: 'entry.recorder-registered',
  }),
  renew: endpoint({
    id: 'entry.renew',
    method: 'POST',
    path: '/api/entry/recorders/:id/agreement',
    summary: text('登记新签的协议或调整等级', 'File a new agreement, or change the grade'),
    ...manage,
    params: byId,
    body: z.object({ grade: z.enum(entryGradeNames), agreement: z.optional(agreementBody), version: versionSchema() }),
    response: entryRecorderSchema,
    idempotent: 'natural',
    audit: 'entry.recorder-renewed',
  }),
  end: endpoint({
    id: 'entry.end',
    method: 'POST',
    path: '/api/entry/recorders/:id/end',
    summary: text('取消录入资格', 'End somebody’s right to enter data'),
    ...manage,
    params: byId,
    body: z.object({ version: versionSchema(), reason: word(2, 200) }),
    response: entryRecorderSchema,
    idempotent: 'natural',
    audit: 'entry.recorder-ended',
  }),
  papers: endpoint({
    id: 'entry.papers',
    method: 'GET',
    path: '/api/entry/papers',
    summary: text('纸质材料登记簿', 'Register of paper forms'),
    ...paper,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(paperStates)), overdue: flag() }),
    response: pageOf(entryPaperSchema),
    rate: 'read',
  }),
  keepPaper: endpoint({
    id: 'entry.keep-paper',
    method: 'POST',
    path: '/api/entry/papers',
    summary: text('纸质材料入库', 'Put a paper form on the shelf'),
    ...paper,
    body: z.object({
      placeId: idSchema(),
      title: word(2, 60),
      people: z.number().check(z.int(), z.minimum(1), z.maximum(10_000)),
      shelf: word(1, 60),
      who: word(2, 40),
      receivedOn: daySchema(),
      keepUntil: daySchema(),
    }),
    response: entryPaperSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'entry.paper-kept',
  }),
  movePaper: endpoint({
    id: 'entry.move-paper',
    method: 'POST',
    path: '/api/entry/papers/:id/lines',
    summary: text('登记借阅、归还或销毁', 'Write down who read, brought back or destroyed a paper form'),
    ...paper,
    params: byId,
    body: z.object({
      action: z.enum(['read', 'returned', 'destroyed']),
      who: word(2, 40),
      on: daySchema(),
      reason: z.optional(word(2, 200)),
      witness: z.optional(word(2, 40)),
      dueOn: z.optional(daySchema()),
      version: versionSchema(),
    }),
    response: entryPaperSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'entry.paper-moved',
  }),
  paperLines: endpoint({
    id: 'entry.paper-lines',
    method: 'GET',
    path: '/api/entry/papers/:id/lines',
    summary: text('一份纸质材料的经手记录', 'Everything that happened to a paper form'),
    ...paper,
    params: byId,
    query: z.object(pageQuery),
    response: pageOf(paperLineSchema),
    rate: 'read',
  }),
} as const

/** By which rules personal data are entered: where, by whom, for what, and what becomes of the paper. */
export const entry = capability({
  name: 'entry',
  text: text('录入管理', 'Entry of data'),
  permissions: [
    permission('entry.read', '查看录入场景与录入人员', 'See scenes of entry and recorders', ['admin']),
    permission('entry.manage', '管理录入场景与录入人员', 'Manage scenes of entry and recorders', ['admin']),
    permission('entry.paper', '登记纸质材料', 'Keep the register of paper forms', ['admin']),
  ],
  events: ['entry.changed', 'entry.paper-moved', 'entry.paper-overdue'],
  endpoints: entryEndpoints,
})
