import { ClientProvider, createClient } from '@liren/client'
import Taro from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { MeProvider } from '@/parts/me'
import { swap } from '@/platform/nav'
import { createPlatform } from '@/platform/shell'
import './app.css'

const client = createClient({ platform: createPlatform(), base: API_BASE })
void client.start()

export default function App({ children }: PropsWithChildren) {
  // a link to a page that is not there must not be a white page
  Taro.usePageNotFound(() => swap('/pkg-sys/missing'))
  return (
    <ClientProvider client={client}>
      <MeProvider>{children}</MeProvider>
    </ClientProvider>
  )
}
