/** Words at the end of a key whose value never enters a log, whatever the spelling around them. */
const secretKey =
  /(authorization|cookie|password|passwd|secret|token|apikey|privatekey|sessionkey|signature|csrf|otp|smscode|phone|mobile|idnumber|idcard|plate|openid|unionid|email|address|realname)$/

const patterns: readonly (readonly [RegExp, string])[] = [
  [/(?<!\d)\d{17}[\dXx](?!\d)/g, '[id number]'],
  [/(?<!\d)1\d{10}(?!\d)/g, '[phone]'],
  [/\bBearer\s+\S+/gi, 'Bearer [hidden]'],
  [/\b(sig|token|code|secret|password)=[^&\s"']+/gi, '$1=[hidden]'],
]

const hidden = '[hidden]'
const maxDepth = 6
const maxItems = 50

/** The same text without phone numbers, identity numbers and tokens. */
export function scrub(text: string): string {
  let clean = text
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement)
  return clean
}

/** The same value, fit for a log: secrets by name and personal numbers by their looks are gone. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrub(value)
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value
  if (depth >= maxDepth) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof Date) return value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => redact(item, depth + 1))
  const clean: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) clean[key] = isSecret(key) && item != null ? hidden : redact(item, depth + 1)
  return clean
}

const isSecret = (key: string): boolean => secretKey.test(key.replaceAll(/[-_.]/g, '').toLowerCase())

/** Only what helps to find the fault: drivers hang whole statements with their values on their errors. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, cause } = error as Error & { code?: unknown }
  return {
    type: error.name,
    message: scrub(error.message),
    stack: scrub(error.stack ?? ''),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  }
}
