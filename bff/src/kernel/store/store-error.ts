import { type Text, text } from '@liren/contract'

/** Every way in which the database can refuse or fail, whichever database it is. */
const sentences = {
  // Seen when starting: one sentence is printed and the process ends.
  'bad-url': text('数据库地址无法识别', 'The database address is not understood'),
  'no-driver': text('缺少数据库驱动', 'The driver of this database is not installed'),
  damaged: text('数据库文件已损坏，未做任何改动', 'The database file is damaged; nothing was changed'),
  unwritable: text('数据目录不可写', 'The data folder cannot be written'),
  'newer-database': text('数据库由更新的版本写成，请升级程序', 'The database was written by a newer version of the program'),
  credentials: text('数据库用户名或密码不正确', 'The database refused the user name or password'),
  'no-database': text('数据库不存在', 'The database does not exist'),
  unreachable: text('无法连接数据库', 'The database cannot be reached'),
  'weak-settings': text('数据库的持久化设置不安全', 'The database server may lose committed data with its settings'),
  'migration-failed': text('数据库升级未完成', 'A migration did not complete'),
  // Seen while running.
  unique: text('已有相同的记录', 'A row with this key exists already'),
  reference: text('被引用的记录不存在或仍被使用', 'A row that is referred to is missing or still in use'),
  value: text('内容不符合存储要求', 'A value does not fit its column'),
  conflict: text('并发冲突，请重试', 'The transaction collided with another one'),
  busy: text('数据库繁忙，请稍后再试', 'The database is busy'),
  timeout: text('数据库响应超时', 'The database did not answer in time'),
  full: text('存储空间不足', 'The storage is full'),
  'read-only': text('数据库当前只读', 'The database is read-only'),
  'nested-tx': text('事务中不能再开事务', 'A transaction was opened inside another one'),
  'tx-not-passed': text('事务内的语句没有使用该事务', 'A statement inside a transaction did not take part in it'),
} as const satisfies Record<string, Text>

export type StoreErrorCode = keyof typeof sentences

interface Details {
  /** What exactly, in a few words: a path, a server, a setting. Added to the sentence. */
  readonly detail?: string | undefined
  /** Of a unique violation: the index, named as `indexName` does, or `primary`. */
  readonly constraint?: string | undefined
  readonly cause?: unknown
}

export class StoreError extends Error {
  readonly code: StoreErrorCode
  readonly text: Text
  readonly constraint: string | undefined

  constructor(code: StoreErrorCode, details: Details = {}) {
    const detail = details.detail?.replace(/\s+/g, ' ').trim()
    const tail = detail ? `: ${detail}` : ''
    super(sentences[code].en + tail, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'StoreError'
    this.code = code
    this.text = text(sentences[code].zh + (detail ? `：${detail}` : ''), sentences[code].en + tail)
    this.constraint = details.constraint
  }

  /** The database undid the transaction for a reason that is gone when it is tried again. */
  get retryable(): boolean {
    return this.code === 'conflict'
  }

  /** Nothing is wrong with the request; the database cannot serve it now. */
  get unavailable(): boolean {
    return ['unreachable', 'busy', 'timeout', 'conflict', 'read-only'].includes(this.code)
  }
}

export const isStoreError = (error: unknown, code?: StoreErrorCode): error is StoreError =>
  error instanceof StoreError && (code === undefined || error.code === code)

/** Whether a write was refused because its key exists; `constraint` is the name of a unique index or `primary`. */
export const isUniqueViolation = (error: unknown, constraint?: string): error is StoreError =>
  isStoreError(error, 'unique') && (constraint === undefined || error.constraint === constraint)

/** Sequelize wraps what the driver threw, sometimes twice. */
export function driverError(error: unknown): unknown {
  let inner = error
  for (let depth = 0; depth < 3; depth++) {
    const next = (inner as { original?: unknown; parent?: unknown } | null)?.original ?? (inner as { parent?: unknown } | null)?.parent
    if (next === undefined || next === null || next === inner) break
    inner = next
  }
  return inner
}
