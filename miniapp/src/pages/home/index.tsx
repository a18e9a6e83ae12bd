import { useSession, useSettings } from '@liren/client'
import { useEffect } from 'react'
import { useLook } from '@/parts/look'
import { Page } from '@/parts/page'
import { homeOf } from '@/parts/role'
import { restart } from '@/platform/nav'
import { homeWords as words } from '@/words/home'
import { ElderHome } from './elder-home'
import { StandardHome } from './standard-home'

/** Once per start or sign-in: who works here begins at the workbench; a link to another page stays where it leads. */
let led = false

/** What waits for me, and the services; calm when nothing does. */
export default function Home() {
  const state = useSession()
  const { elder } = useSettings()
  const look = useLook()
  useEffect(() => {
    if (led || state.status !== 'signed-in') return
    led = true
    if (homeOf(state.who.end) !== '/pages/home') restart(homeOf(state.who.end))
  }, [state])
  return (
    <Page page="pages/home" title={words.title} tab="/pages/home">
      {elder ? <ElderHome /> : <StandardHome offerElder={look.scale >= 1.29} />}
    </Page>
  )
}
