import Taro from '@tarojs/taro'

export const tabs = ['/pages/home', '/pages/neighbor', '/pages/pass', '/pages/messages', '/pages/me'] as const
export type TabPath = (typeof tabs)[number]

type Params = Readonly<Record<string, string | undefined>>

/** `/pkg-case/detail?id=1` as all ends write it → the path of the page here. */
export function addressOf(page: string, params: Params = {}): string {
  const [path = '', query = ''] = page.split('?')
  const pairs = Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
  const all = [query, ...pairs].filter((part) => part !== '').join('&')
  return `${path}/index${all === '' ? '' : `?${all}`}`
}

const isTab = (page: string) => tabs.some((tab) => page.split('?')[0] === tab)

export function go(page: string, params?: Params): void {
  const url = addressOf(page, params)
  if (isTab(page)) Taro.switchTab({ url })
  else Taro.navigateTo({ url })
}

/** Instead of the present page: a form that was submitted is not gone back to. */
export function swap(page: string, params?: Params): void {
  const url = addressOf(page, params)
  if (isTab(page)) Taro.switchTab({ url })
  else Taro.redirectTo({ url })
}

/** Back, or to the home page when this was opened by a link. */
export function back(): void {
  if (Taro.getCurrentPages().length > 1) Taro.navigateBack()
  else Taro.switchTab({ url: addressOf('/pages/home') })
}

/** Start over at a page: the identity was switched. */
export function restart(page: string): void {
  const url = addressOf(page)
  if (isTab(page)) Taro.switchTab({ url })
  else Taro.reLaunch({ url })
}

export function useParams(): Readonly<Record<string, string | undefined>> {
  const { params } = Taro.useRouter()
  const decoded: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(params)) decoded[name] = value === undefined ? undefined : plain(value)
  return decoded
}

/** One end has decoded it already, the other has not; a stray % is left as it is. */
function plain(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
