import type { BuiltPackage } from './package.ts'

/** What every module of the logic layer is given, in this order. */
export const given = [
  'require',
  'module',
  'exports',
  'wx',
  'App',
  'Page',
  'Component',
  'Behavior',
  'getApp',
  'getCurrentPages',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'globalThis',
  'global',
  'Function',
] as const

/** What a browser has and the logic layer of WeChat has not: parameters that nobody fills. */
const absent = [
  'window',
  'document',
  'self',
  'fetch',
  'XMLHttpRequest',
  'localStorage',
  'sessionStorage',
  'location',
  'history',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'URL',
  'URLSearchParams',
  'Blob',
  'File',
  'FormData',
  'TextEncoder',
  'TextDecoder',
  'AbortController',
  'atob',
  'btoa',
  'crypto',
  'indexedDB',
  'Worker',
  'HTMLElement',
  'Image',
  'Event',
  'CustomEvent',
  'WebSocket',
  'queueMicrotask',
  'structuredClone',
  'navigator',
  'top',
  'parent',
  'frames',
  'alert',
  'MessageChannel',
  'performance',
  'setImmediate',
]

/** All scripts of the package as functions by their path, to be run on demand by the runtime's own `require`. */
export function bundleModules(built: BuiltPackage): string {
  const parameters = [...given, ...absent].join(',')
  const modules = built.files
    .filter((file) => file.endsWith('.js'))
    .map((file) => `window.__MODULES__[${JSON.stringify(file.slice(0, -'.js'.length))}]=function(${parameters}){${built.read(file)}\n};`)
  return `window.__MODULES__={};\n${modules.join('\n')}\n`
}
