import { useCall, usePage } from '@liren/client'
import { type Found, search } from '@liren/contract/capabilities/search'
import { type ReactNode, useState } from 'react'
import type { IconName } from '@/look/icons'
import { LinkButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { CursorList } from '@/parts/cursor-list'
import { Loaded } from '@/parts/loaded'
import { Marked } from '@/parts/marked'
import { useMe } from '@/parts/me'
import { pageOfSubject } from '@/parts/subject'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { searchWords as words } from '@/words/search'

const signs: Partial<Record<string, IconName>> = {
  repair: 'wrench',
  alarm: 'warning',
  message: 'bell',
  notice: 'megaphone',
  person: 'person',
  user: 'person',
  house: 'home',
  place: 'place',
  vehicle: 'pass',
  document: 'list',
}

/** Records of the house within one's reach, kind by kind; one kind alone by its own list. */
export function Records({ looked, onOpen, none }: { looked: string; onOpen: () => void; none: ReactNode }) {
  const say = useSay()
  const [kind, setKind] = useState<string>()
  const found = useCall(search.endpoints.find, { query: { q: looked } })
  if (kind !== undefined) return <OfKind kind={kind} looked={looked} onOpen={onOpen} onBack={() => setKind(undefined)} />
  return (
    <Loaded of={found} shape="rows">
      {({ groups, isComplete }) => (
        <>
          {isComplete ? null : <Box className="small">{say(words.writing)}</Box>}
          {groups.length === 0 ? none : null}
          {groups.map((group) => (
            <CellGroup key={group.subject} title={say(group.text)}>
              {group.items.map((item) => (
                <Row key={item.id} item={item} looked={looked} onOpen={onOpen} />
              ))}
              {group.more ? (
                <Cell
                  id={`more-${group.subject}`}
                  title={say(words.more(say(group.text)))}
                  onTap={() => {
                    onOpen()
                    setKind(group.subject)
                  }}
                />
              ) : null}
            </CellGroup>
          ))}
        </>
      )}
    </Loaded>
  )
}

function OfKind({ kind, looked, onOpen, onBack }: { kind: string; looked: string; onOpen: () => void; onBack: () => void }) {
  const say = useSay()
  const list = usePage(search.endpoints.list, { params: { subject: kind }, query: { q: looked, limit: 20 } })
  return (
    <>
      <LinkButton id="search-all" icon="back" onTap={onBack}>
        {say(words.all)}
      </LinkButton>
      <Box className="card card-flush">
        <CursorList of={list} keyOf={({ id }) => id} empty={<Box className="center secondary">{say(words.none(looked))}</Box>}>
          {(item) => <Row item={item} looked={looked} onOpen={onOpen} />}
        </CursorList>
      </Box>
    </>
  )
}

/** Where the record has a page on this end the row leads there; elsewhere it tells what it may. */
function Row({ item, looked, onOpen }: { item: Found; looked: string; onOpen: () => void }) {
  const { me } = useMe()
  const page = item.subject === 'message' ? '/pages/messages' : pageOfSubject(item.subject, item.id, me?.end ?? 'resident')
  return (
    <Cell
      id={`found-${item.id}`}
      icon={signs[item.subject] ?? 'box'}
      title={<Marked text={item.title} looked={looked} />}
      hint={
        <>
          <Marked text={item.hint} looked={looked} />
          {item.excerpt ? (
            <Box className="search-excerpt">
              <Marked text={item.excerpt} looked={looked} />
            </Box>
          ) : null}
        </>
      }
      {...(page === undefined
        ? {}
        : {
            onTap: () => {
              onOpen()
              go(page)
            },
          })}
    />
  )
}
