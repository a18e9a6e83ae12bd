/** What Taro's router knows of a page: `load` begins to fetch its piece of the app, once, and answers with the promise of it in a list. */
interface Route {
  load(): readonly [page: Promise<unknown>, ...rest: unknown[]]
}
declare global {
  interface Window {
    __taroAppConfig?: { readonly routes?: readonly Route[] }
  }
}

/**
 * Pages come in pieces. Once the first one stands the others are fetched too, so that whoever loses the network can
 * still go from page to page: to the page that says "kept", to the order, to the next report.
 */
async function warm(): Promise<void> {
  const { routes = [] } = window.__taroAppConfig ?? {}
  for (const { load } of routes) {
    // one after the other: what the person asks for meanwhile is not held up
    const [page] = load()
    await page
  }
  document.documentElement.dataset.pages = 'here'
}

function begin(): void {
  warm().catch(() => window.addEventListener('online', begin, { once: true }))
}

/** After what the person waits for. */
export function warmWhenIdle(): void {
  const idle = window.requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 500))
  if (document.readyState === 'complete') idle(begin)
  else window.addEventListener('load', () => idle(begin), { once: true })
}
