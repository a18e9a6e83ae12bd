import { useClient, usePage } from '@liren/client'
import {
  categoriesOf,
  notice as contract,
  type NoticeCategory,
  type NoticeGroup,
  type NoticePublisher,
  type NoticeShelf,
  noticeCategories,
  noticeGroups,
  noticePublishers,
  noticeShelves,
} from '@liren/contract/capabilities/notice'
import { useEffect, useState } from 'react'
import { LinkButton, PlainButton } from '@/parts/button'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { EstateGate } from '@/parts/estate-gate'
import { useMe } from '@/parts/me'
import { useNoticePlace } from '@/parts/notice/home'
import { NoticeRow } from '@/parts/notice/row'
import { Page } from '@/parts/page'
import { Segmented } from '@/parts/segmented'
import { Box, Field } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { noticeWords as words } from '@/words/notice'
import '@/parts/form.css'

const pauseMs = 350
const none = 'all'
type Choice<T extends string> = T | typeof none

/** What street, committee, community and property tell: now and before, by kind, publisher and any word. */
export default function Notices() {
  const say = useSay()
  const { status } = useMe()
  const { placeId, isKnown } = useNoticePlace()
  return (
    <Page page="pkg-gov/notices" title={words.title}>
      <EstateGate isChosen={isKnown} title={words.chooseEstate}>
        <List placeId={placeId} />
      </EstateGate>
      {status === 'signed-in' ? (
        <PlainButton id="notice-subscriptions" icon="bell" onTap={() => go('/pkg-gov/subscriptions')}>
          {say(words.subscriptions)}
        </PlainButton>
      ) : null}
    </Page>
  )
}

/** What was typed, once somebody has stopped typing. */
function useSettled(typed: string): string {
  const { platform } = useClient()
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    let here = true
    platform.clock.sleep(pauseMs).then(
      () => here && setSettled(typed.trim()),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [typed, platform])
  return settled
}

function List({ placeId }: { placeId: string | undefined }) {
  const say = useSay()
  const [shelf, setShelf] = useState<NoticeShelf>('current')
  const [group, setGroup] = useState<Choice<NoticeGroup>>(none)
  const [category, setCategory] = useState<Choice<NoticeCategory>>(none)
  const [publisher, setPublisher] = useState<Choice<NoticePublisher>>(none)
  const [typed, setTyped] = useState('')
  const looked = useSettled(typed)
  const query = {
    ...{ limit: 20, shelf },
    ...(placeId === undefined ? {} : { placeId }),
    ...(category !== none ? { category } : group !== none ? { group } : {}),
    ...(publisher === none ? {} : { publisher }),
    ...(looked.length > 1 ? { q: looked } : {}),
  }
  const list = usePage(contract.endpoints.list, { query }, { keep: true })
  useDidShow(() => void list.reload())
  usePull(list.reload)
  const isNarrowed = group !== none || publisher !== none || looked.length > 1
  const clear = () => {
    setGroup(none)
    setCategory(none)
    setPublisher(none)
    setTyped('')
  }
  return (
    <>
      <Field
        id="notice-search"
        className="input"
        kind="search"
        value={typed}
        onChange={setTyped}
        label={say(words.search)}
        placeholder={say(words.search)}
        maxLength={60}
      />
      <Segmented
        label={say(words.shelf)}
        value={shelf}
        onChange={setShelf}
        options={(Object.keys(noticeShelves) as NoticeShelf[]).map((value) => ({ value, words: say(noticeShelves[value]) }))}
      />
      <Segmented
        label={say(words.groups)}
        name="group"
        value={group}
        onChange={(next) => {
          setGroup(next)
          setCategory(none)
        }}
        options={[
          { value: none, words: say(words.everything) },
          ...(Object.keys(noticeGroups) as NoticeGroup[]).map((value) => ({ value, words: say(noticeGroups[value]) })),
        ]}
      />
      {group === none || categoriesOf(group).length < 2 ? null : (
        <Segmented
          label={say(words.categories)}
          name="kind"
          value={category}
          onChange={setCategory}
          options={[
            { value: none, words: say(words.everything) },
            ...categoriesOf(group).map((value) => ({ value, words: say(noticeCategories[value].text) })),
          ]}
        />
      )}
      <Segmented
        label={say(words.publishers)}
        name="publisher"
        value={publisher}
        onChange={setPublisher}
        options={[
          { value: none, words: say(words.anyPublisher) },
          ...(Object.keys(noticePublishers) as NoticePublisher[]).map((value) => ({ value, words: say(noticePublishers[value].text) })),
        ]}
      />
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={
          isNarrowed ? (
            <EmptyState scene="stairs" title={say(words.noneFound)} body={say(words.noneFoundBody)}>
              <LinkButton id="notice-clear" onTap={clear}>
                {say(words.clear)}
              </LinkButton>
            </EmptyState>
          ) : (
            <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
          )
        }
      >
        {(notice) => <NoticeRow notice={notice} />}
      </CursorList>
      <Box className="pad-top" />
    </>
  )
}
