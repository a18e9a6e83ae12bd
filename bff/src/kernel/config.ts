import { type Text, z } from '@liren/contract'
import { ConfigError, notAllowed, notASetting, notValid } from './config-faults.ts'

export { ConfigError } from './config-faults.ts'

/**
 * Every setting of the platform, in one place. `docs/operations/settings.md` is written from this table;
 * an unknown `LIREN_*` name refuses to start, because a misspelt setting is a setting that silently does nothing.
 */
export interface Setting {
  readonly name: string
  readonly fallback: string
  readonly zh: string
  readonly en: string
  /** Never printed, never logged. */
  readonly secret?: boolean
}

const port = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(65_535))
const onOff = z.pipe(
  z.enum(['on', 'off', '1', '0']),
  z.transform((value: 'on' | 'off' | '1' | '0') => value === 'on' || value === '1'),
)
const seconds = z.coerce.number().check(z.int(), z.minimum(1))
const url = (...schemes: string[]) =>
  z.string().check(
    z.refine((value) => value === '' || schemes.some((scheme) => value.startsWith(`${scheme}:`)), {
      error: schemes.map((scheme) => `${scheme}:…`).join(' | '),
    }),
  )

const isTemplates = (value: string): boolean => {
  if (value === '') return true
  try {
    const given: unknown = JSON.parse(value)
    return z.safeParse(z.record(z.string(), z.object({ id: z.string(), fields: z.record(z.string(), z.string()) })), given).success
  } catch {
    return false
  }
}

const table = {
  LIREN_PORT: { schema: port, fallback: '7300', zh: '监听端口', en: 'Port to listen on' },
  LIREN_HOST: {
    schema: z.string().check(z.minLength(1)),
    fallback: '127.0.0.1',
    zh: '监听地址；演示模式下任何能访问的人都能登录，默认只限本机',
    en: 'Address to listen on; the demo opens to anyone who reaches it, so loopback by default',
  },
  LIREN_DATA: { schema: z.string().check(z.minLength(1)), fallback: './data', zh: '数据目录', en: 'Folder of everything that is kept' },
  LIREN_DEMO: { schema: onOff, fallback: 'on', zh: '演示社区', en: 'The demo community and its personas' },
  LIREN_DEMO_PROFILE: {
    schema: z.enum(['small', 'standard', 'full']),
    fallback: 'standard',
    zh: '演示数据规模',
    en: 'Size of the demo data',
  },
  LIREN_DB_URL: {
    schema: url('sqlite', 'mysql', 'postgres'),
    fallback: '',
    zh: '数据库（sqlite: mysql: postgres:），缺省为数据目录下的 SQLite',
    en: 'Database (sqlite: mysql: postgres:); SQLite in the data folder when empty',
    secret: true,
  },
  LIREN_REDIS_URL: {
    schema: url('redis', 'rediss'),
    fallback: '',
    zh: 'Redis 地址，缺省为进程内',
    en: 'Redis; in process when empty',
    secret: true,
  },
  LIREN_FILES_URL: {
    schema: url('s3'),
    fallback: '',
    zh: '文件存储（s3://密钥:口令@主机/桶），缺省为数据目录',
    en: 'File store (s3://key:secret@host/bucket); the data folder when empty',
    secret: true,
  },
  LIREN_MQTT_URL: {
    schema: url('mqtt', 'mqtts'),
    fallback: '',
    zh: '设备消息服务，缺省为内嵌',
    en: 'Device broker; embedded when empty',
    secret: true,
  },
  LIREN_PUBLIC_URL: { schema: url('http', 'https'), fallback: '', zh: '对外访问地址', en: 'The address people reach it by' },
  LIREN_KEY: {
    schema: z.string().check(z.refine((value) => value === '' || /^[0-9a-f]{32,64}$/i.test(value), { error: '[0-9a-f]{32,64}' })),
    fallback: '',
    zh: '主密钥（十六进制），缺省首次启动时生成于数据目录',
    en: 'Key-encryption key in hex; made in the data folder at first start when empty',
    secret: true,
  },
  LIREN_BACKUP_FOLDER: {
    schema: z.string(),
    fallback: '',
    zh: '备份存放目录，缺省为数据目录下的 backups；应放在另一块磁盘',
    en: 'Where backups are put; backups in the data folder when empty, better on another disk',
  },
  LIREN_BACKUP_COPY: {
    schema: z.string(),
    fallback: '',
    zh: '备份的异地副本目录（挂载的异地存储），缺省为没有',
    en: 'Folder of another place, mounted here, to which every backup is copied; none when empty',
  },
  LIREN_BACKUP_KEY_FILE: {
    schema: z.string(),
    fallback: '',
    zh: '备份加密密钥文件，缺省首次备份时生成于数据目录 keys 下',
    en: 'File with the key that seals backups; made under keys in the data folder at the first backup when empty',
  },
  LIREN_WORKER: {
    schema: z.enum(['inline', 'separate', 'only']),
    fallback: 'inline',
    zh: '后台任务所在进程：inline 在本进程，separate 在别的进程，only 本进程只做后台任务',
    en: 'Where background work runs: inline in this process, separate in another one, only makes this process that other one',
  },
  LIREN_TRUST_PROXY: {
    schema: onOff,
    fallback: 'off',
    zh: '信任上游代理给出的来源地址',
    en: 'Believe X-Forwarded-For of the proxy in front',
  },
  LIREN_LOG_LEVEL: { schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']), fallback: 'info', zh: '日志级别', en: 'Log level' },
  LIREN_LOG_FOLDER: {
    schema: z.string(),
    fallback: '',
    zh: '日志目录，应在数据以外的另一卷；缺省写到标准输出',
    en: 'Folder of the log, on another volume than the data; standard output when empty',
  },
  LIREN_TIME_ZONE: {
    schema: z.string().check(z.minLength(1)),
    fallback: 'Asia/Shanghai',
    zh: '社区所在时区',
    en: 'Time zone of the community',
  },
  LIREN_DB_TIMEOUT: { schema: seconds, fallback: '3', zh: '单条数据库语句时限（秒）', en: 'Longest database statement, seconds' },
  LIREN_DB_SYNC: {
    schema: z.enum(['normal', 'full']),
    fallback: 'normal',
    zh: 'SQLite 落盘方式：normal 进程崩溃不丢数据，full 断电也不丢（写入慢数倍）',
    en: 'SQLite: normal keeps commits through a crash of the process, full through a power cut too (writes are several times slower)',
  },
  LIREN_DB_ALLOW_WEAK: {
    schema: onOff,
    fallback: 'off',
    zh: '容许数据库持久性设置偏弱（仅供测试）',
    en: 'Accept weak durability settings of the database (tests only)',
  },
  LIREN_FAILPOINTS: { schema: z.string(), fallback: '', zh: '故障注入点（仅供测试）', en: 'Failpoints to arm (tests only)' },
  LIREN_PASSWORD_PROFILE: { schema: z.enum(['dengbao3', 'asvs']), fallback: 'dengbao3', zh: '口令策略', en: 'Password policy profile' },
  LIREN_PASSWORD_ROUNDS: {
    schema: z.coerce.number().check(z.int(), z.minimum(1)),
    fallback: '600000',
    zh: '口令散列轮数',
    en: 'Rounds of the password hash',
  },
  LIREN_SECOND_FACTOR: {
    schema: z.enum(['auto', 'nobody', 'administrators', 'staff']),
    fallback: 'auto',
    zh: '必须使用动态口令的人员；auto 在生产环境要求系统、安全、审计管理员',
    en: 'Whose sign-in needs a second factor; auto asks the three administrations in production',
  },
  LIREN_AUDIT_DAYS: {
    schema: z.coerce.number().check(z.int(), z.minimum(184), z.maximum(36_500)),
    fallback: '400',
    zh: '审计记录在库内保留天数，到期归档；不得少于六个月',
    en: 'Days that audit entries stay in the database before they are archived; six months at least',
  },
  LIREN_WECHAT_URL: { schema: url('http', 'https'), fallback: '', zh: '微信接口地址', en: 'Base address of the WeChat API' },
  LIREN_WECHAT_APPID: { schema: z.string(), fallback: '', zh: '小程序 AppID', en: 'Mini-program app id' },
  LIREN_WECHAT_SECRET: { schema: z.string(), fallback: '', zh: '小程序密钥', en: 'Mini-program secret', secret: true },
  LIREN_WECHAT_TEMPLATES: {
    schema: z.string().check(z.refine(isTemplates, { error: '{"repair-progress":{"id":"…","fields":{"title":"thing1"}}}' })),
    fallback: '',
    zh: '订阅消息模板（JSON：名称 → 模板 ID 与字段名）',
    en: 'Subscribe messages as JSON: our name to WeChat’s template id and field names',
  },
  LIREN_SMS_URL: { schema: url('http', 'https'), fallback: '', zh: '短信网关地址', en: 'Address of the SMS gateway' },
  LIREN_SMS_KEY: { schema: z.string(), fallback: '', zh: '短信网关账号', en: 'Key id at the SMS gateway', secret: true },
  LIREN_SMS_SECRET: { schema: z.string(), fallback: '', zh: '短信网关密钥', en: 'Secret at the SMS gateway', secret: true },
  LIREN_SMS_APPID: { schema: z.string(), fallback: '', zh: '短信应用 ID', en: 'Application id at the SMS gateway' },
  LIREN_SMS_SIGN: { schema: z.string(), fallback: '', zh: '短信签名', en: 'Approved SMS signature' },
  LIREN_SMS_REGION: {
    schema: z.string().check(z.minLength(1)),
    fallback: 'ap-guangzhou',
    zh: '短信服务地域',
    en: 'Region of the SMS gateway',
  },
  LIREN_SMS_TEMPLATES: {
    schema: z.string().check(z.regex(/^([a-z-]+=[\w-]+(,[a-z-]+=[\w-]+)*)?$/, { error: 'name=id,name=id' })),
    fallback: '',
    zh: '短信模板编号（名称=编号，逗号分隔）',
    en: 'Ids of the registered message texts, name=id with commas',
  },
  LIREN_GOVERNMENT_URL: {
    schema: url('http', 'https'),
    fallback: '',
    zh: '政务平台接口地址（票据换取身份）',
    en: 'Interface of the government platform that exchanges tickets',
  },
  LIREN_GOVERNMENT_PAGE: {
    schema: url('http', 'https'),
    fallback: '',
    zh: '政务平台登录页地址',
    en: 'Sign-in page of the government platform',
  },
  LIREN_GOVERNMENT_APPID: { schema: z.string(), fallback: '', zh: '政务平台应用 ID', en: 'Application id at the government platform' },
  LIREN_GOVERNMENT_SECRET: {
    schema: z.string(),
    fallback: '',
    zh: '政务平台应用密钥',
    en: 'Application secret at the government platform',
    secret: true,
  },
  LIREN_CITY_FIRE_URL: {
    schema: url('http', 'https'),
    fallback: '',
    zh: '城市消防平台接口地址；为空则不上报',
    en: 'Interface of the city’s fire platform; without it nothing is reported',
  },
  LIREN_CITY_FIRE_ID: {
    schema: z.string(),
    fallback: '',
    zh: '城市消防平台上的联网单位编号',
    en: 'Id of this community at the city’s fire platform',
  },
  LIREN_CITY_FIRE_SECRET: {
    schema: z.string(),
    fallback: '',
    zh: '城市消防平台接口密钥',
    en: 'Secret at the city’s fire platform',
    secret: true,
  },
  LIREN_CAMERA_URL: { schema: url('http', 'https'), fallback: '', zh: '模拟摄像机地址', en: 'Address of the simulated cameras' },
  LIREN_HOOK_HOSTS: {
    schema: z.string().check(z.regex(/^([a-z0-9.:[\]-]+(,[a-z0-9.:[\]-]+)*)?$/i)),
    fallback: '',
    zh: '允许推送的内网地址（host 或 host:port，逗号分隔）',
    en: 'Private addresses that may be sent to, host or host:port, separated by commas',
  },
  LIREN_RATE_FACTOR: {
    schema: z.coerce.number().check(z.minimum(0.1), z.maximum(1_000_000)),
    fallback: '1',
    zh: '限流倍数（压测时调大）',
    en: 'Multiplies every traffic limit; raised for load tests',
  },
  LIREN_DEBUG: { schema: onOff, fallback: 'off', zh: '出错时打印调用栈', en: 'Print stack traces when something fails' },
} as const

type Table = typeof table
export type SettingName = keyof Table
type Values = { readonly [K in SettingName]: z.output<Table[K]['schema']> }

export interface Config extends Values {
  /** `production` refuses failpoints, weak durability and the demo's own secrets. */
  readonly mode: 'production' | 'demo' | 'test'
}

export const settings: readonly Setting[] = Object.entries(table).map(([name, entry]) => {
  const { fallback, zh, en } = entry
  return 'secret' in entry ? { name, fallback, zh, en, secret: true } : { name, fallback, zh, en }
})

/** Names that other processes of the house read; they are known here so that they are not refused. */
const foreign = [/^LIREN_TEST_/, /^LIREN_CHROMIUM$/, /^LIREN_BRIDGE_/, /^LIREN_FIRE_/, /^LIREN_SIM_/]

/** Reads and checks the environment. All faults are told at once, each in one line. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, mode?: Config['mode']): Config {
  const faults: Text[] = []
  for (const name of Object.keys(env)) {
    if (!name.startsWith('LIREN_') || name in table || foreign.some((pattern) => pattern.test(name))) continue
    faults.push(notASetting(name, Object.keys(table)))
  }
  const values: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(table)) {
    const given = env[name]
    const parsed = z.safeParse(entry.schema, given === undefined || given === '' ? entry.fallback : given)
    if (parsed.success) values[name] = parsed.data
    else faults.push(notValid(name, 'secret' in entry ? '…' : (given ?? ''), parsed.error.issues, entry))
  }
  const config = { ...(values as unknown as Values), mode: mode ?? (values.LIREN_DEMO ? 'demo' : 'production') } satisfies Config
  if (config.mode === 'production') {
    if (config.LIREN_FAILPOINTS) faults.push(notAllowed('LIREN_FAILPOINTS'))
    if (config.LIREN_DB_ALLOW_WEAK) faults.push(notAllowed('LIREN_DB_ALLOW_WEAK'))
  }
  if (faults.length > 0) throw ConfigError.of(faults)
  return config
}
