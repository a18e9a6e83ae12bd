import { useClient } from '@liren/client'
import { useEffect, useState } from 'react'
import { LinkButton } from '@/parts/button'
import { CellGroup } from '@/parts/cell'
import { EmptyState } from '@/parts/empty-state'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { Box, Field, Tap } from '@/platform/elements'
import { useParams } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { searchWords as words } from '@/words/search'
import { useHistory } from './history'
import { Records } from './records'
import { useShelf } from './shelf'
import '@/parts/form.css'
import './search.css'

/** After somebody stopped typing: every letter asked by itself would be thirty questions for one. */
const pauseMs = 350
const longest = 60

/** One box on the phone: what is on the shelf and in the help at once, and what the house knows within one's reach. */
export default function Search() {
  const say = useSay()
  const { platform, session } = useClient()
  const { me, status } = useMe()
  const [typed, setTyped] = useState(useParams().q ?? '')
  const [looked, setLooked] = useState(typed.trim())
  const history = useHistory()
  const isWork = me !== undefined && me.end !== 'resident'
  useEffect(() => {
    let here = true
    platform.clock.sleep(pauseMs).then(
      () => here && setLooked(typed.trim()),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [typed, platform])
  const isAsked = looked.length > 1
  const take = (words: string) => {
    setTyped(words)
    setLooked(words.trim())
    history.add(words)
  }

  return (
    <Page page="pkg-sys/search" title={words.title}>
      <Box className="row gap-8 search-box">
        <Field
          id="search-field"
          className="input grow"
          kind="search"
          value={typed}
          onChange={setTyped}
          onDone={() => take(typed)}
          label={say(isWork ? words.doorWork : words.door)}
          placeholder={say(words.field)}
          maxLength={longest}
        />
        {typed === '' ? null : (
          <LinkButton id="search-clear" onTap={() => take('')}>
            {say(words.clear)}
          </LinkButton>
        )}
      </Box>
      {isAsked ? (
        <Answers key={looked} looked={looked} onOpen={() => history.add(looked)} />
      ) : history.items.length > 0 ? (
        <History items={history.items} onTake={take} onForget={history.clear} />
      ) : (
        <EmptyState scene="stairs" title={say(words.begin)} body={say(isWork ? words.beginWork : words.beginBody)} />
      )}
      {status === 'guest' ? (
        <Box className="center">
          <LinkButton id="search-sign-in" onTap={() => void session.ask()}>
            {say(words.guest)}
          </LinkButton>
        </Box>
      ) : null}
    </Page>
  )
}

function History({ items, onTake, onForget }: { items: readonly string[]; onTake: (words: string) => void; onForget: () => void }) {
  const say = useSay()
  return (
    <Box as="section">
      <Box className="row between">
        <Box className="section-title heading" as="h2">
          {say(words.history)}
        </Box>
        <LinkButton id="search-forget" icon="trash" onTap={onForget}>
          {say(words.forget)}
        </LinkButton>
      </Box>
      <Box className="choices">
        {items.map((one, i) => (
          <Tap key={one} id={`searched-${i}`} className="choice" onTap={() => onTake(one)}>
            {one}
          </Tap>
        ))}
      </Box>
      <Box className="small search-kept">{say(words.kept)}</Box>
    </Box>
  )
}

/** What the phone knows itself comes first, and also without network. */
function Answers({ looked, onOpen }: { looked: string; onOpen: () => void }) {
  const say = useSay()
  const { status } = useMe()
  const shelf = useShelf(looked)
  const none = <EmptyState scene="stairs" title={say(words.none(looked))} body={say(words.noneBody)} />
  return (
    <>
      {shelf.services.length > 0 ? <CellGroup title={say(words.services)}>{shelf.services.map((one) => one(onOpen))}</CellGroup> : null}
      {status === 'signed-in' ? <Records looked={looked} onOpen={onOpen} none={shelf.isEmpty ? none : null} /> : null}
      {shelf.articles.length > 0 ? <CellGroup title={say(words.help)}>{shelf.articles.map((one) => one(onOpen))}</CellGroup> : null}
      {status === 'guest' && shelf.isEmpty ? none : null}
    </>
  )
}
