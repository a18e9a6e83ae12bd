import { useCall, useClient, usePage, useSend } from '@liren/client'
import { message as contract, type MessageGroup, messageGroups } from '@liren/contract/capabilities/message'
import { useState } from 'react'
import { LinkButton } from '@/parts/button'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { messageWords as words } from '@/words/home'
import { useSay } from '@/words/kit'
import { MessageRow } from './message-row'

type Filter = 'all' | MessageGroup
const groups = Object.keys(messageGroups) as MessageGroup[]

/** News by group, unread marked by a word as well as by a dot. */
export default function Messages() {
  const say = useSay()
  return (
    <Page page="pages/messages" title={words.title} tab="/pages/messages">
      <PermissionGate preview={say(words.preview)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const say = useSay()
  const { recent } = useClient()
  const [filter, setFilter] = useState<Filter>('all')
  const list = usePage(
    contract.endpoints.list,
    { query: { limit: 20, ...(filter === 'all' ? {} : { group: filter }) } },
    { keep: true, on: ['message.'] },
  )
  const unread = useCall(contract.endpoints.unread, {}, { on: ['message.'] })
  const { send, sending } = useSend(contract.endpoints.read)
  const reload = () => {
    recent.clear()
    return Promise.all([list.reload(), unread.reload()])
  }
  usePull(reload)
  const count = (group: Filter) => (group === 'all' ? unread.data?.total : unread.data?.groups[group]) ?? 0
  return (
    <>
      <Segmented
        label={say(words.title)}
        value={filter}
        onChange={setFilter}
        options={(['all', ...groups] as const).map((value) => ({
          value,
          words: say(value === 'all' ? words.all : messageGroups[value]),
          count: count(value),
        }))}
      />
      <Box className="row between">
        <LinkButton icon="gear" onTap={() => go('/pkg-sys/settings')}>
          {say(words.settings)}
        </LinkButton>
        {count(filter) > 0 ? (
          <LinkButton
            id="read-all"
            disabled={sending}
            onTap={() => void send({ body: filter === 'all' ? { all: true } : { group: filter } }).then(reload)}
          >
            {say(words.readAll)}
          </LinkButton>
        ) : null}
      </Box>
      <CursorList of={list} keyOf={({ id }) => id} empty={<EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />}>
        {(message) => (
          <MessageRow
            message={message}
            onRead={() => void (message.readAt === null && send({ body: { ids: [message.id] } }).then(reload))}
          />
        )}
      </CursorList>
    </>
  )
}
