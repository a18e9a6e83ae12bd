import { archive, archiveCapability, f, faultOf, type Values } from '../archive/index.ts'
import { endpoint } from '../kernel/endpoint.ts'
import type { Fault } from '../kernel/error.ts'
import { idSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** What a data resource can be: all files of an archive, one table of the catalogue, one interface, or files kept with it. */
export const resourceKinds = ['archive', 'dataset', 'interface', 'file'] as const
export type ResourceKind = (typeof resourceKinds)[number]

/** Data resources: a described, owned, graded thing that points to what it describes. Device resources are the records of devices themselves. */
export const resourceArchive = archive({
  name: 'resource',
  text: text('数据资源', 'Data resource'),
  table: 'resources',
  path: '/api/resources',
  places: ['street', 'community', 'estate'],
  title: ['name'],
  hint: ['kind', 'owner'],
  unique: [['code'], ['kind', 'target']],
  freshDays: 180,
  wanted: ['summary', 'refresh', 'sharing', 'keeper'],
  groups: {
    basic: [
      '资源信息',
      'Resource',
      {
        code: f.code('资源编号', 'Code', { required: true, max: 40, list: 'offered' }),
        name: f.text('资源名称', 'Name', { required: true, max: 60, find: 'pieces', list: 'shown' }),
        kind: f.choice(
          '资源类型',
          'Kind',
          [
            ['archive', '档案', 'Archive'],
            ['dataset', '数据表', 'Dataset'],
            ['interface', '接口', 'Interface'],
            ['file', '文件', 'Files'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        target: f.text('指向对象', 'Points to', {
          max: 80,
          list: 'shown',
          hint: text('档案、数据表或接口的名称；文件类资源不填', 'Name of the archive, table or interface; empty for files'),
        }),
        summary: f.note('内容说明', 'What it holds', { max: 400 }),
        files: f.files('文件', 'Files', { max: 9 }),
      },
    ],
    duty: [
      '责任与使用',
      'Duty and use',
      {
        owner: f.dictionary(
          '责任单位',
          'Owner',
          'resource-owner',
          [
            ['committee', '社区居民委员会', 'Residents’ committee'],
            ['property', '物业服务中心', 'Property service centre'],
            ['owners', '业主委员会', 'Owners’ committee'],
            ['street', '街道办事处', 'Street office'],
            ['police', '派出所', 'Police station'],
            ['platform', '平台运行岗', 'Running of the platform'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        keeper: f.text('管理岗位', 'Kept by the post', { max: 40, list: 'offered' }),
        grade: f.choice(
          '数据分级',
          'Grade',
          [
            ['L1', 'L1 公开', 'L1 public'],
            ['L2', 'L2 内部', 'L2 internal'],
            ['L3', 'L3 敏感', 'L3 sensitive'],
            ['L4', 'L4 高敏', 'L4 most sensitive'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        stage: f.choice(
          '使用状态',
          'State of use',
          [
            ['planned', '规划中', 'Planned'],
            ['open', '在用', 'In use'],
            ['paused', '暂停', 'Paused'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        refresh: f.choice(
          '更新频率',
          'Renewed',
          [
            ['live', '实时', 'At once'],
            ['day', '每日', 'Daily'],
            ['week', '每周', 'Weekly'],
            ['month', '每月', 'Monthly'],
            ['year', '每年', 'Yearly'],
            ['never', '不更新', 'Never'],
          ],
          { list: 'offered' },
        ),
        sharing: f.choice(
          '共享方式',
          'Sharing',
          [
            ['none', '不共享', 'Not shared'],
            ['granted', '授权共享', 'By grant'],
            ['open', '无条件共享', 'Freely'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        purpose: f.text('使用目的', 'Purpose', { max: 100 }),
        note: f.note('备注', 'Notes', { max: 300 }),
      },
    ],
  },
  check: resourceFaults,
})

function resourceFaults(values: Values): Fault[] {
  const isFile = values.kind === 'file'
  const hasTarget = (values.target ?? null) !== null
  const files = Array.isArray(values.files) ? values.files.length : 0
  const faults: Fault[] = []
  if (isFile && hasTarget) faults.push(faultOf('target', '文件类资源不填指向对象', 'Files point to nothing else'))
  if (!isFile && (values.kind ?? null) !== null && !hasTarget)
    faults.push(faultOf('target', '请选择所指向的档案、数据表或接口', 'Say which archive, table or interface it is'))
  if (isFile && values.stage === 'open' && files === 0)
    faults.push(faultOf('files', '在用的文件类资源须有文件', 'Files in use need at least one file'))
  if (values.sharing === 'open' && (values.grade === 'L3' || values.grade === 'L4'))
    faults.push(faultOf('sharing', 'L3、L4 级资源不能无条件共享', 'What is graded L3 or L4 is never shared freely'))
  return faults
}

const filed = archiveCapability(resourceArchive)

export const resourceErrors = {
  'resource.used': { status: 409, text: text('资源仍在使用，不能删除', 'The resource is in use and cannot be deleted') },
} as const

export const resourceUseSchema = L2(z.object({ kind: z.enum(['link', 'partner']), id: z.string(), text: textSchema }))
export type ResourceUse = z.infer<typeof resourceUseSchema>

const byId = z.object({ id: idSchema() })

export const resourceEndpoints = {
  ...filed.endpoints,
  targets: endpoint({
    id: 'resource.targets',
    method: 'GET',
    path: '/api/resource-targets',
    summary: text('可登记为数据资源的对象', 'What a data resource can point to'),
    permission: 'resource.read',
    scope: 'none',
    query: z.object({
      kind: z.enum(resourceKinds),
      q: z.optional(z.string().check(z.trim(), z.maxLength(40))),
    }),
    response: L1(
      z.object({
        items: z.array(
          z.object({
            target: z.string(),
            text: textSchema,
            /** The highest grade among what it holds, where the catalogue knows. */
            grade: z.nullable(z.string()),
            isTaken: z.boolean(),
          }),
        ),
        /** More fit than were sent: say more of the name. */
        isCut: z.boolean(),
      }),
    ),
    rate: 'read',
  }),
  uses: endpoint({
    id: 'resource.uses',
    method: 'GET',
    path: '/api/resources/:id/uses',
    summary: text('谁在使用这项数据资源', 'What uses a data resource'),
    permission: 'resource.read',
    scope: 'place',
    params: byId,
    response: L2(z.object({ items: z.array(resourceUseSchema) })),
    rate: 'read',
  }),
  remove: endpoint({
    id: 'resource.remove',
    method: 'DELETE',
    path: '/api/resources/:id',
    summary: text('删除数据资源', 'Delete a data resource'),
    permission: 'resource.write',
    scope: 'place',
    params: byId,
    query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(1)) }),
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'resource.removed',
    errors: resourceErrors,
  }),
} as const

export const resource = { ...filed, endpoints: resourceEndpoints, events: [...filed.events, 'resource.removed'] }
