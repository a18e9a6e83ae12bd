import { endpoint } from '../../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema } from '../../kernel/id.ts'
import { L2 } from '../../kernel/level.ts'
import { pageOf, pageQuery } from '../../kernel/page.ts'
import { text } from '../../kernel/text.ts'
import { z } from '../../kernel/zod.ts'

/** What was brought up in a drill, and within how many minutes of the command it must be ready. */
export const drillKinds = {
  restore: { text: text('从备份恢复', 'Restored from a backup'), limit: 60 },
  'off-site': { text: text('启用异地机房', 'Rooms elsewhere took over'), limit: 30 },
  network: { text: text('切换备用网络', 'The standby network took over'), limit: 30 },
} as const
export type DrillKind = keyof typeof drillKinds

/** What a room with data on disks and media must have. */
export const siteItems = {
  fire: text('防火与灭火设施', 'Protection against fire'),
  water: text('防水防潮', 'Protection against water and damp'),
  climate: text('温湿度控制', 'Temperature and humidity'),
  power: text('供电与不间断电源', 'Power and its reserve'),
  static: text('防静电', 'Protection against static electricity'),
  magnetic: text('防磁与防电磁干扰', 'Protection against magnetic fields'),
  lightning: text('防雷接地', 'Lightning protection and earthing'),
  access: text('出入控制与登记', 'Entrance control and its log'),
  theft: text('防盗与视频监控', 'Protection against theft, cameras'),
  pests: text('防虫鼠', 'Protection against pests'),
} as const
export type SiteItem = keyof typeof siteItems

const keysOf = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]
const note = () => z.string().check(z.trim(), z.maxLength(500))

const errors = {
  'backup.drill-backwards': {
    status: 422,
    text: text('可用时间须晚于下令时间，且都不在将来', 'Ready comes after the command, and neither lies in the future'),
  },
  'backup.site-incomplete': { status: 422, text: text('检查表有未填项', 'The checklist has items without an answer') },
  'backup.site-unexplained': { status: 422, text: text('不合格的项须写明整改要求', 'What falls short needs a word on what is to be done') },
} as const
export const drillErrors = errors

export const drillSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.enum(keysOf(drillKinds)),
    /** Written down by hand, or by a script of the site. */
    how: z.enum(['hand', 'script']),
    commandAt: instantSchema(),
    readyAt: z.nullable(instantSchema()),
    minutes: z.nullable(z.number()),
    limitMinutes: z.number(),
    result: z.enum(['within', 'over', 'failed']),
    backupName: z.nullable(z.string()),
    findings: z.string(),
  }),
)
export type Drill = z.infer<typeof drillSchema>

const answer = z.object({ state: z.enum(['met', 'short', 'not-needed']), note: note() })
export const siteCheckSchema = L2(
  z.object({
    id: idSchema(),
    room: z.string(),
    checkedOn: daySchema(),
    checker: z.string(),
    items: z.array(z.object({ item: z.enum(keysOf(siteItems)), ...answer.shape })),
    isMet: z.boolean(),
    createdAt: instantSchema(),
  }),
)
export type SiteCheck = z.infer<typeof siteCheckSchema>

export const drillEndpoints = {
  drills: endpoint({
    id: 'backup.drills',
    method: 'GET',
    path: '/api/backup-drills',
    summary: text('恢复演练记录', 'Records of recovery drills'),
    permission: 'backup.read',
    scope: 'none',
    query: z.object(pageQuery),
    response: pageOf(drillSchema),
    rate: 'read',
  }),
  recordDrill: endpoint({
    id: 'backup.record-drill',
    method: 'POST',
    path: '/api/backup-drills',
    summary: text('登记恢复演练', 'Record a recovery drill'),
    permission: 'backup.manage',
    scope: 'none',
    body: z.object({
      kind: z.enum(keysOf(drillKinds)),
      commandAt: instantSchema(),
      /** Null when it never became ready. */
      readyAt: z.nullable(instantSchema()),
      findings: note(),
    }),
    response: drillSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'backup.drill-recorded',
    errors: { 'backup.drill-backwards': errors['backup.drill-backwards'] },
  }),
  siteChecks: endpoint({
    id: 'backup.site-checks',
    method: 'GET',
    path: '/api/backup-site-checks',
    summary: text('介质存放环境检查表', 'Checklists of rooms where data is kept'),
    permission: 'backup.read',
    scope: 'none',
    query: z.object(pageQuery),
    response: pageOf(siteCheckSchema),
    rate: 'read',
  }),
  recordSiteCheck: endpoint({
    id: 'backup.record-site-check',
    method: 'POST',
    path: '/api/backup-site-checks',
    summary: text('填写环境检查表', 'Fill in a checklist of a room'),
    permission: 'backup.manage',
    scope: 'none',
    body: z.object({
      room: z.string().check(z.trim(), z.minLength(2), z.maxLength(100)),
      checkedOn: daySchema(),
      /** The unit or post that looked. */
      checker: z.string().check(z.trim(), z.minLength(2), z.maxLength(60)),
      items: z.array(z.object({ item: z.enum(keysOf(siteItems)), ...answer.shape })).check(z.maxLength(Object.keys(siteItems).length)),
    }),
    response: siteCheckSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'backup.site-checked',
    errors: {
      'backup.site-incomplete': errors['backup.site-incomplete'],
      'backup.site-unexplained': errors['backup.site-unexplained'],
    },
  }),
} as const
