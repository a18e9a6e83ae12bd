import type { Engine, Root } from './engine.ts'
import { type Loader, resolvePath } from './loader.ts'
import type { Navigation, PackageData, PageInstance, Stats } from './types.ts'

export interface OpenPage {
  readonly path: string
  readonly host: HTMLElement
  readonly style: HTMLStyleElement
  readonly root: Root
  readonly instance: PageInstance
  title?: string
}

/** `/pages/x/y?a=1` → path and query, undecoded, as WeChat hands them on. */
export function parseUrl(url: string): [path: string, query: Record<string, string>] {
  const [path = '', search = ''] = url.replace(/^\//, '').split('?')
  const query: Record<string, string> = {}
  for (const pair of search.split('&').filter(Boolean)) {
    const at = pair.indexOf('=')
    query[at < 0 ? pair : pair.slice(0, at)] = at < 0 ? '' : pair.slice(at + 1)
  }
  return [path, query]
}

const deepest = 10

/** The stack of pages with its five ways of moving, each calling the life cycle in WeChat's order. */
export class PageStack {
  readonly stack: OpenPage[] = []
  readonly #tabs = new Map<string, OpenPage>()
  readonly #data: PackageData
  readonly #engine: Engine
  readonly #loader: Loader
  readonly #stats: Stats
  readonly #screen: HTMLElement
  readonly #changed: () => void

  constructor(data: PackageData, engine: Engine, loader: Loader, stats: Stats, screen: HTMLElement, changed: () => void) {
    this.#data = data
    this.#engine = engine
    this.#loader = loader
    this.#stats = stats
    this.#screen = screen
    this.#changed = changed
  }

  get top(): OpenPage {
    const top = this.stack.at(-1)
    if (!top) throw new Error('no page is open')
    return top
  }

  isTab(path: string): boolean {
    return this.#data.appJson.tabBar?.list.some((tab) => tab.pagePath === path) ?? false
  }

  navigate(method: Navigation, options: { url?: string; delta?: number }): void {
    const url = options.url && (options.url.startsWith('/') ? options.url : `/${resolvePath(this.top.path, options.url)}`)
    if (method === 'navigateBack') {
      this.#back(options.delta ?? 1)
      return
    }
    if (!url) throw new Error('no url')
    const [path] = parseUrl(url)
    if (!this.#data.components[path]) throw new Error(`page "${path}" is not found`)
    if (method === 'switchTab') {
      this.#switchTab(url, path)
      return
    }
    if (method !== 'reLaunch' && this.isTab(path)) throw new Error(`can not ${method} a tabbar page`)
    if (method === 'navigateTo') {
      if (this.stack.length >= deepest) throw new Error(`page stack over ${deepest}`)
      this.#hide(this.top)
    } else if (method === 'redirectTo') this.#close(this.stack.pop())
    else {
      while (this.stack.length > 0) this.#close(this.stack.pop())
      for (const tab of this.#tabs.values()) if (tab.host.isConnected) this.#close(tab)
      this.#tabs.clear()
    }
    this.open(url)
  }

  open(url: string): OpenPage {
    const [path, query] = parseUrl(url)
    if (!this.#data.components[path]) throw new Error(`page not found: ${path}`)
    this.#loader.ensure(path)
    const host = document.createElement('page')
    host.dataset.route = path
    this.#screen.append(host)
    const style = addStyle(this.#data.styles[path])
    const root = this.#engine.createPage(path)
    const instance = root.get() as PageInstance
    Object.assign(instance, { route: path, options: query, __route__: path })
    this.#measure(instance)
    const opened: OpenPage = { path, host, style, root, instance }
    this.stack.push(opened)
    if (this.isTab(path)) this.#tabs.set(path, opened)
    this.#changed()
    instance.onLoad?.(query)
    const placeholder = document.createElement('span')
    host.append(placeholder)
    root.attach(host, placeholder)
    instance.onShow?.()
    setTimeout(() => instance.onReady?.(), 0)
    return opened
  }

  #back(delta: number): void {
    const closing = Math.min(delta, this.stack.length - 1)
    if (closing < 1) return
    for (let i = 0; i < closing; i++) this.#close(this.stack.pop())
    this.#show(this.top)
  }

  #switchTab(url: string, path: string): void {
    if (!this.isTab(path)) throw new Error('can not switch to no-tabBar page')
    while (this.stack.length > 1) this.#close(this.stack.pop())
    const left = this.stack.pop()
    if (left && this.isTab(left.path)) this.#hide(left)
    else this.#close(left)
    const kept = this.#tabs.get(path)
    if (!kept) return void this.open(url)
    this.stack.push(kept)
    this.#show(kept)
  }

  #show(page: OpenPage): void {
    page.host.style.display = ''
    page.style.disabled = false
    this.#changed()
    page.instance.onShow?.()
  }

  #hide(page: OpenPage): void {
    page.instance.onHide?.()
    page.host.style.display = 'none'
    page.style.disabled = true
  }

  #close(page: OpenPage | undefined): void {
    if (!page) return
    page.instance.onUnload?.()
    page.root.release()
    page.host.remove()
    page.style.remove()
    this.#tabs.delete(page.path)
  }

  /** Taro writes keys as `root.cn.[0].v`, which the framework reads only without the dot. */
  #measure(instance: PageInstance): void {
    const setData = instance.setData
    const stats = this.#stats
    instance.setData = function (data, done) {
      const bytes = JSON.stringify(data).length
      stats.setData++
      stats.bytes += bytes
      stats.largest = Math.max(stats.largest, bytes)
      setData.call(this, Object.fromEntries(Object.entries(data).map(([key, value]) => [key.replaceAll('.[', '['), value])), done)
    }
  }
}

export function addStyle(css = ''): HTMLStyleElement {
  const style = document.createElement('style')
  style.textContent = css
  document.head.append(style)
  return style
}
