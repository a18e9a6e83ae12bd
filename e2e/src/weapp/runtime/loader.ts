import type { Engine } from './engine.ts'
import { withShapedEvents } from './events.ts'
import type { Sandbox } from './sandbox.ts'
import type { AppConfig, ModuleFunction, PackageData, PageInstance } from './types.ts'

export interface Loader {
  readonly app: AppConfig
  /** Runs the script of a page or component, and of all components it names, once. */
  ensure(component: string): void
  loadApp(): void
}

interface Surroundings {
  readonly data: PackageData
  readonly modules: Record<string, ModuleFunction>
  readonly templates: Record<string, unknown>
  readonly engine: Engine
  readonly sandbox: Sandbox
  readonly wx: object
  readonly pages: () => PageInstance[]
}

/** `../a/b` seen from `x/y` → `a/b`, without an ending, as modules are named here. */
export function resolvePath(from: string, path: string): string {
  const steps = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const step of path.replace(/^\//, '').split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.') steps.push(step)
  }
  return steps.join('/').replace(/\.js$/, '')
}

/** The module system of the logic layer: CommonJS over functions, with `Page`, `Component` and `App` bound to their file. */
export function createLoader({ data, modules, templates, engine, sandbox, wx, pages }: Surroundings): Loader {
  const cache = new Map<string, { exports: unknown }>()
  const ensured = new Set<string>()
  let app: AppConfig | undefined
  let current = ''

  for (const [path, json] of Object.entries(data.components)) {
    const usingComponents = { ...data.appJson.usingComponents, ...json.usingComponents }
    engine.space.addComponentStaticConfig(path, { ...json, usingComponents })
    if (templates[path]) engine.space.addCompiledTemplate(path, { groupList: templates, content: templates[path] })
  }

  const register = (kind: 'Page' | 'Component', config: object) => engine.space.componentEnv(current, (env) => env[kind](config))
  const Page = (config: object) => register('Page', withShapedEvents(config))
  const Component = (config: { methods?: object }) => {
    withShapedEvents(config.methods)
    register('Component', config)
  }

  function load(path: string): unknown {
    const known = cache.get(path)
    if (known) return known.exports
    const body = modules[path]
    if (!body) throw new Error(`module not found: ${path}`)
    const module = { exports: {} as unknown }
    cache.set(path, module)
    const { setTimeout, clearTimeout, setInterval, clearInterval } = sandbox.timers
    body.call(
      undefined,
      (name: string) => load(resolvePath(path, name)),
      module,
      module.exports,
      wx,
      (config: AppConfig) => {
        app = config
      },
      Page,
      Component,
      (behavior: object) => behavior,
      () => app,
      pages,
      ...[setTimeout, clearTimeout, setInterval, clearInterval, sandbox.globals, sandbox.globals, sandbox.Function],
    )
    return module.exports
  }

  return {
    get app() {
      if (!app) throw new Error('app.js did not call App()')
      return app
    },
    loadApp() {
      current = 'app'
      load('app')
    },
    ensure(component) {
      if (ensured.has(component)) return
      ensured.add(component)
      for (const path of Object.values(data.components[component]?.usingComponents ?? {})) this.ensure(resolvePath(component, path))
      current = component
      load(component)
    },
  }
}
