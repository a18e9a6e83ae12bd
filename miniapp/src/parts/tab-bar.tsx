import { useCall, useClient, useSession } from '@liren/client'
import { message } from '@liren/contract/capabilities/message'
import type { IconName } from '@/look/icons'
import { Box, Tap } from '@/platform/elements'
import { go, type TabPath } from '@/platform/nav'
import { tabWords } from '@/words/common'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import './tab-bar.css'

const items: readonly {
  path: TabPath
  name: keyof typeof tabWords & ('home' | 'neighbor' | 'pass' | 'messages' | 'me')
  icon: IconName
}[] = [
  { path: '/pages/home', name: 'home', icon: 'home' },
  { path: '/pages/neighbor', name: 'neighbor', icon: 'neighbor' },
  { path: '/pages/pass', name: 'pass', icon: 'pass' },
  { path: '/pages/messages', name: 'messages', icon: 'bell' },
  { path: '/pages/me', name: 'me', icon: 'person' },
]

/** The five tabs. The count of unread messages is a number, not a dot alone. */
export function TabBar({ current }: { current: TabPath }) {
  const say = useSay()
  const { platform } = useClient()
  const session = useSession()
  const unread = useCall(message.endpoints.unread, session.status === 'signed-in' ? {} : null, { on: ['message.'] })
  const count = unread.data?.total ?? 0
  return (
    <Box className="tab-bar" as="nav" role="tablist">
      {items.map(({ path, name, icon }) => {
        const selected = path === current
        const words = say(tabWords[name])
        const badge = name === 'messages' && count > 0
        return (
          <Tap
            key={path}
            id={`tab-${name}`}
            className={`tab ${selected ? 'tab-on' : ''}`}
            role="tab"
            checked={selected}
            label={badge ? say(tabWords.unread(words, count)) : words}
            onTap={() => {
              if (selected) return
              platform.vibrate('light')
              go(path)
            }}
          >
            <Icon name={icon} full={selected} className="tab-icon" />
            <Box className="tab-word">{words}</Box>
            {badge ? <Box className="tab-badge number">{count > 99 ? '99+' : count}</Box> : null}
          </Tap>
        )
      })}
    </Box>
  )
}
