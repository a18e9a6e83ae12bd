import Taro from '@tarojs/taro'

export interface Look {
  readonly dark: boolean
  readonly elder: boolean
  readonly still: boolean
  readonly page: string
  readonly scale: number
  readonly tight: number
}

/** The bar above the page belongs to the messenger; it is told title and colours. */
export function setTitle(title: string): void {
  Taro.setNavigationBarTitle({ title }).catch(() => undefined)
}

let pace = 200

export function paintChrome({ dark, still, page }: Look): void {
  pace = still ? 0 : 200
  Taro.setNavigationBarColor({ frontColor: dark ? '#ffffff' : '#000000', backgroundColor: page }).catch(() => undefined)
  Taro.setBackgroundColor?.({ backgroundColor: page, backgroundColorTop: page, backgroundColorBottom: page })?.catch(() => undefined)
}

/** The page draws no bar of its own here. */
export const drawsBar = false

export function scrollToTop(): void {
  Taro.pageScrollTo({ scrollTop: 0, duration: pace }).catch(() => undefined)
}

export function scrollTo(id: string): void {
  Taro.pageScrollTo({ selector: `#${id}`, duration: pace, offsetTop: -16 }).catch(() => undefined)
}
