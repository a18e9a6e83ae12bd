/** The only globals that the logic layer of WeChat has: the language itself, timers and console. */
const language = [
  ...['Object', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Math', 'JSON', 'Date', 'RegExp', 'Map', 'Set'],
  ...['WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'Proxy', 'Reflect', 'Error', 'TypeError', 'RangeError', 'SyntaxError'],
  ...['ReferenceError', 'EvalError', 'URIError', 'AggregateError', 'ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array'],
  ...['Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array'],
  ...['parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI'],
  ...['escape', 'unescape', 'NaN', 'Infinity', 'undefined', 'Intl', 'console'],
]

/** Wrapped, because Taro copies globals onto an object of its own, and a bare timer refuses another `this`. */
const timers = {
  setTimeout: (work: () => void, ms?: number, ...rest: unknown[]) => window.setTimeout(work, ms, ...rest),
  clearTimeout: (id?: number) => window.clearTimeout(id),
  setInterval: (work: () => void, ms?: number, ...rest: unknown[]) => window.setInterval(work, ms, ...rest),
  clearInterval: (id?: number) => window.clearInterval(id),
}

export interface Sandbox {
  readonly globals: Record<string, unknown>
  readonly timers: typeof timers
  readonly Function: unknown
}

export function createSandbox(note: (kind: string, ...details: unknown[]) => void): Sandbox {
  const globals: Record<string, unknown> = { ...timers }
  for (const name of language) globals[name] = (window as unknown as Record<string, unknown>)[name]
  globals.globalThis = globals
  // WeChat documents: no eval, no new Function, except new Function('return this')
  function NoFunction(...args: unknown[]) {
    if (args.length === 1 && String(args[0]).trim() === 'return this') return () => globals
    note('dynamic-function', args.join('|').slice(0, 120))
    return () => {}
  }
  NoFunction.prototype = Function.prototype
  globals.Function = NoFunction
  return { globals, timers, Function: NoFunction }
}
