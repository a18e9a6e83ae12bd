// A small WeChat-like client: runs a built mini-program in a browser page.
import { builtins } from './builtins/index.ts'
import { startEngine } from './engine.ts'
import { createLoader } from './loader.ts'
import { createHooks } from './notes.ts'
import { addStyle, PageStack, parseUrl } from './pages.ts'
import { createSandbox } from './sandbox.ts'
import { drawShell } from './shell.ts'
import type { LaunchOptions } from './types.ts'
import { createWx } from './wx/index.ts'
import { createLife } from './wx/life.ts'

function boot(): void {
  const hooks = createHooks()
  const data = window.__WEAPP__
  const start = new URL(location.href).searchParams.get('path') ?? `/${data.appJson.pages[0]}`
  const [path, query] = parseUrl(start)
  const launch: LaunchOptions = { path, query, scene: 1001, shareTicket: '', referrerInfo: {} }

  const engine = startEngine(hooks.note, (space) => builtins(space, hooks))
  const sandbox = createSandbox(hooks.note)
  const shell = drawShell(data, () => pages)
  const life = createLife()
  const wx = createWx({ hooks, launch, life, pages: () => pages, retitle: shell.refresh })
  const loader = createLoader({
    data,
    modules: window.__MODULES__,
    templates: window.__TEMPLATES__,
    engine,
    sandbox,
    wx,
    pages: () => pages.stack.map((page) => page.instance),
  })
  const pages: PageStack = new PageStack(data, engine, loader, hooks.stats, shell.screen, shell.refresh)
  Object.assign(hooks, { navigate: pages.navigate.bind(pages) })

  try {
    addStyle(data.styles.app)
    loader.loadApp()
    loader.app.onLaunch?.(launch)
    loader.app.onShow?.(launch)
    pages.open(start)
    document.body.dataset.ready = '1'
  } catch (error) {
    hooks.note('boot', error)
    console.error(error)
    document.body.dataset.ready = 'error'
  }
  document.addEventListener('visibilitychange', () => {
    const { app } = loader
    if (document.visibilityState === 'hidden') {
      pages.top.instance.onHide?.()
      app.onHide?.()
      life.hidden()
    } else {
      app.onShow?.(launch)
      life.shown(launch)
      pages.top.instance.onShow?.()
    }
  })
}

boot()
