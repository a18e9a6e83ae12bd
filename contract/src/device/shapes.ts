import { presenceClasses } from '../device-register.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const presenceStates = ['unknown', 'online', 'offline'] as const
/** `found` spoke before anybody registered it; of one that is `stopped` nothing is taken until it runs again. */
export const deviceStages = ['found', 'registered', 'active', 'maintaining', 'stopped', 'retired'] as const
export type DeviceStage = (typeof deviceStages)[number]
export const deviceSources = ['manual', 'import', 'interface', 'bridge'] as const

/** The six things that every record has to say, and the three beyond them. */
export const basicItems = ['code', 'name', 'kind', 'manufacturer', 'place', 'installedOn'] as const
export const extendedItems = ['coordinates', 'owner', 'keeper'] as const

export const code = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
export const words = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max))

export const deviceActions = [
  'edit',
  'activate',
  'maintain',
  'stop',
  'resume',
  'retire',
  'remove',
  'serve',
  'issue-secret',
  'command',
  'command-dangerous',
] as const
export type DeviceAction = (typeof deviceActions)[number]

export const deviceSchema = L2(
  z.object({
    id: idSchema(),
    code: z.string(),
    name: z.string(),
    kind: z.string(),
    stage: z.enum(deviceStages),
    product: z.nullable(z.object({ id: idSchema(), code: z.string(), name: z.string(), category: z.string() })),
    manufacturer: z.nullable(z.string()),
    model: z.nullable(z.string()),
    serial: z.nullable(z.string()),
    placeId: z.nullable(idSchema()),
    /** Where it is, in words: estate and what is below it. */
    placeName: z.nullable(z.string()),
    /** More exactly than the place: 「东侧墙上」. */
    spot: z.nullable(z.string()),
    installedOn: z.nullable(z.string()),
    longitude: z.nullable(z.number()),
    latitude: z.nullable(z.number()),
    floor: z.nullable(z.number()),
    owner: z.nullable(z.string()),
    keeper: z.nullable(z.object({ id: z.nullable(idSchema()), name: z.string() })),
    warrantyOn: z.nullable(z.string()),
    maintainedOn: z.nullable(z.string()),
    maintainOn: z.nullable(z.string()),
    source: z.enum(deviceSources),
    enteredAt: instantSchema(),
    presence: z.enum(presenceStates),
    presenceAt: z.nullable(instantSchema()),
    heardAt: z.nullable(instantSchema()),
    firmware: z.nullable(z.string()),
    /** The last values that each kind of event brought. */
    state: z.record(z.string(), z.unknown()),
    /** A meter of one home: what it reads is shown to nobody here but by its own reveal, for a reason. */
    withheld: z.boolean(),
    /** Numbers that were skipped: something a device said did not arrive. */
    gaps: z.number(),
    /** Nobody has said yet where it belongs. */
    isQuarantined: z.boolean(),
    /** Items of the record that are still empty. */
    missing: z.array(z.enum([...basicItems, ...extendedItems])),
    version: versionSchema(),
  }),
)
export type Device = z.infer<typeof deviceSchema>

/** How the bridge reaches it and by what it proves itself; for those who set devices up. */
export const connectionSchema = L2(
  z.object({
    bridge: z.nullable(z.string()),
    protocol: z.nullable(z.string()),
    address: z.record(z.string(), z.unknown()),
    via: z.nullable(z.string()),
    grade: z.nullable(z.enum(['high', 'low'])),
    presence: z.nullable(z.enum(presenceClasses)),
    hasSecret: z.boolean(),
    secretAt: z.nullable(instantSchema()),
    hasCertificate: z.boolean(),
  }),
)

export const deviceErrors = {
  'device.withheld': {
    status: 403,
    text: text('这是一户的计量表，读数不予显示', 'This is the meter of one home: its readings are withheld'),
  },
  'device.not-permitted': {
    status: 403,
    text: text('这台设备没有授权给您控制', 'This device is not yours to command'),
  },
  'device.code-taken': {
    status: 409,
    text: text('这个编号已被使用，退役设备的编号也不能再用', 'This code is taken; not even a retired one is used again'),
  },
  'device.product-unfit': { status: 422, text: text('产品不存在、未发布或已停用', 'The product does not exist, or is not released') },
  'device.place-unknown': { status: 422, text: text('位置不存在，或不在您的管理范围', 'The place does not exist or is not yours') },
  'device.bridge-unknown': { status: 422, text: text('网桥不存在', 'There is no such bridge') },
  'device.keeper-unknown': { status: 422, text: text('没有这位维护责任人', 'There is no such keeper') },
  'device.in-use': {
    status: 409,
    text: text('设备仍被使用，请先解除后再删除', 'The device is in use: release it first, then delete it'),
  },
  'device.spoke': {
    status: 409,
    text: text('设备已上报过数据，只能退役，履历须保留', 'This device has spoken: it is retired, and its life stays on record'),
  },
  'device.stage': { status: 409, text: text('设备当前阶段不能这样操作', 'Not in this stage of the device') },
  'device.incomplete': { status: 422, text: text('六项基本信息填全后才能启用', 'All six basic items are needed before it runs') },
  'device.no-checklist': {
    status: 422,
    text: text('产品缺少终端安全核对表，不能启用', 'The product has no security checklist of its terminal; it cannot run'),
  },
  'device.no-rating': {
    status: 422,
    text: text('充电设施须先登记额定电压与频率', 'The rated voltage and frequency of a charger come first'),
  },
  'device.no-credential': {
    status: 422,
    text: text('尚未发放凭据：高等级设备需证书，其余需密钥', 'It has no credential yet: a certificate for high grade, a secret otherwise'),
  },
  'device.needs-certificate': {
    status: 422,
    text: text('高等级设备只认证书，不发密钥', 'A device of high grade has a certificate, never a secret'),
  },
  'device.no-bridge': { status: 422, text: text('设备没有指定网桥', 'No bridge speaks to this device') },
  'device.not-running': { status: 409, text: text('设备未启用，不能下发指令', 'Only a device that runs takes commands') },
  'device.no-service': { status: 422, text: text('物模型没有这项服务', 'The model of the device has no such service') },
  'device.values-unfit': { status: 422, text: text('指令参数不符合物模型', 'The values do not fit the model') },
  'device.dangerous': {
    status: 422,
    text: text('危险指令需要再次确认并说明原因', 'A dangerous command needs a second confirmation and a reason'),
  },
  'device.not-confirmed': { status: 422, text: text('确认用的设备编号不一致', 'The code given to confirm is not that of the device') },
  'device.too-late': { status: 409, text: text('指令已下发，不能撤回', 'The command has left already') },
  'device.no-property': {
    status: 422,
    text: text('物模型没有这个属性，或它不能被设置', 'The model has no such property, or it cannot be set'),
  },
} as const
