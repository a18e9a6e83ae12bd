import { useSettings } from '@liren/client'
import type { Message, MessageGroup } from '@liren/contract/capabilities/message'
import type { IconName } from '@/look/icons'
import { Icon } from '@/parts/icon'
import { useMe } from '@/parts/me'
import { Tag } from '@/parts/status-tag'
import { pageOfSubject } from '@/parts/subject'
import { TimeText } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { messageWords as words } from '@/words/home'
import { useSay } from '@/words/kit'
import '@/parts/todo-cards.css'

const signs: Record<MessageGroup, IconName> = { case: 'wrench', bill: 'tag', pass: 'pass', community: 'building', social: 'people' }

export function MessageRow({ message, onRead }: { message: Message; onRead: () => void }) {
  const say = useSay()
  const { language } = useSettings()
  const { me } = useMe()
  const page = pageOfSubject(message.subject, message.subjectId, me?.end ?? 'resident')
  return (
    <Tap
      id={`message-${message.id}`}
      className="card todo"
      onTap={() => {
        onRead()
        if (page) go(page)
      }}
    >
      <Icon name={signs[message.group]} className="todo-sign" />
      <Box className="grow">
        <Box className="row gap-8 wrap">
          {message.readAt === null ? <Tag tone="accent" icon="alert" words={say(words.unread)} /> : null}
          {message.urgent ? <Tag tone="danger" icon="warning" words={say(words.urgent)} /> : null}
          <TimeText at={message.createdAt} className="small" />
        </Box>
        <Box className="heading two-lines">{message.title[language]}</Box>
        <Box className="secondary">{message.body[language]}</Box>
      </Box>
      {page ? <Icon name="forward" className="todo-on" /> : null}
    </Tap>
  )
}
