import type { PageStack } from './pages.ts'
import type { PackageData } from './types.ts'

const byId = (id: string) => document.getElementById(id) as HTMLElement

/** Navigation bar and tab bar around the screen. `refresh` draws them for the page on top. */
export function drawShell(data: PackageData, pages: () => PageStack): { screen: HTMLElement; refresh(): void } {
  const [nav, back, title, tabbar] = [byId('nav'), byId('back'), byId('title'), byId('tabbar')]
  back.onclick = () => pages().navigate('navigateBack', {})
  const tabs = data.appJson.tabBar?.custom ? [] : (data.appJson.tabBar?.list ?? [])
  for (const tab of tabs) {
    const button = document.createElement('div')
    button.textContent = tab.text
    button.dataset.path = tab.pagePath
    button.onclick = () => pages().navigate('switchTab', { url: `/${tab.pagePath}` })
    tabbar.append(button)
  }
  const refresh = () => {
    const { top, stack, isTab } = pages()
    const json = data.components[top.path]
    title.textContent = top.title ?? json?.navigationBarTitleText ?? data.appJson.window?.navigationBarTitleText ?? ''
    nav.style.display = json?.navigationStyle === 'custom' ? 'none' : ''
    back.style.visibility = stack.length > 1 ? 'visible' : 'hidden'
    tabbar.style.display = tabs.length > 0 && isTab.call(pages(), top.path) ? 'flex' : 'none'
    for (const button of tabbar.querySelectorAll<HTMLElement>('div')) button.classList.toggle('on', button.dataset.path === top.path)
    document.body.dataset.page = top.path
  }
  return { screen: byId('screen'), refresh }
}
