/** Options of a `wx` call: what is asked, and who is told. */
export interface Options extends Record<string, unknown> {
  success?(result: object): void
  fail?(result: object): void
  complete?(result: object): void
}

const callsBack = (options: Options | undefined) => Boolean(options?.success ?? options?.fail ?? options?.complete)

/** Told later and by callback, or by promise when nobody gave one. */
export function succeed(options: Options | undefined, name: string, extra: object = {}): Promise<object> | undefined {
  const result = { errMsg: `${name}:ok`, ...extra }
  if (!callsBack(options)) return Promise.resolve(result)
  setTimeout(() => {
    options?.success?.(result)
    options?.complete?.(result)
  }, 0)
  return undefined
}

export function fail(options: Options | undefined, name: string, why: string, extra: object = {}): Promise<object> | undefined {
  const result = { errMsg: `${name}:fail ${why}`, ...extra }
  if (!callsBack(options)) return Promise.reject(result)
  setTimeout(() => {
    options?.fail?.(result)
    options?.complete?.(result)
  }, 0)
  return undefined
}
