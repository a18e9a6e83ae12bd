import { friendlyTime, useCall, useClient, useSend, useSettings } from '@liren/client'
import { notice as contract, type Notice, plainNotice } from '@liren/contract/capabilities/notice'
import { useEffect, useRef, useState } from 'react'
import { LinkButton, PrimaryButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { EmptyState } from '@/parts/empty-state'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { NoticeTags } from '@/parts/notice/row'
import { Page } from '@/parts/page'
import { ShareKey } from '@/parts/share-key'
import { TimeText, useNow } from '@/parts/time-text'
import { useToast } from '@/parts/toast'
import { Box, Picture, Tap } from '@/platform/elements'
import { media } from '@/platform/media'
import { go, useParams } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { noticeWords as words } from '@/words/notice'
import { NoticeBody } from '../parts/body'

/** One notice, for whoever it is for; what is for everybody opens for guests by its address. */
export default function NoticePage() {
  const { id = '' } = useParams()
  const say = useSay()
  const call = useCall(contract.endpoints.read, id === '' ? null : { params: { id } }, { keep: true })
  usePull(call.reload)
  const isGone = id === '' || (call.error !== undefined && call.error.code === 'not-found')
  return (
    <Page page="pkg-gov/notice" title={words.one}>
      {isGone ? (
        <EmptyState scene="gate" title={say(words.gone)} body={say(words.goneBody)}>
          <LinkButton id="all-notices" onTap={() => go('/pkg-gov/notices')}>
            {say(words.all)}
          </LinkButton>
        </EmptyState>
      ) : (
        <Loaded of={call} shape="detail">
          {(notice) => <Shown notice={notice} />}
        </Loaded>
      )}
    </Page>
  )
}

/** Said once for each notice that a signed-in person opens. */
function useReceipt(id: string): void {
  const { status } = useMe()
  const { send } = useSend(contract.endpoints.receipt)
  const said = useRef<string>()
  useEffect(() => {
    if (status !== 'signed-in' || said.current === id) return
    said.current = id
    void send({ params: { id } })
  }, [status, id, send])
}

function Shown({ notice }: { notice: Notice }) {
  const say = useSay()
  const now = useNow()
  const { language } = useSettings()
  useReceipt(notice.id)
  const body = notice.body[language]
  const time = notice.endsAt === null ? undefined : friendlyTime(notice.endsAt, now, language)
  return (
    <>
      <Box className="card stack gap-8" id="notice">
        <Box className="row gap-8 wrap">
          <NoticeTags {...notice} />
        </Box>
        <Box className="title" as="h1">
          {notice.title[language]}
        </Box>
        <Box className="secondary">
          {notice.publisher.name} · <TimeText at={notice.publishedAt} />
        </Box>
        <NoticeBody body={body} />
        {time === undefined ? null : (
          <Box className="secondary">{say((notice.shelf === 'archive' ? words.endedAt : words.until)(time))}</Box>
        )}
      </Box>
      <Attachments of={notice} />
      {notice.service ? (
        <PrimaryButton id="notice-service" onTap={() => notice.service && go(notice.service.page)}>
          {say(words.goTo(notice.service.text[language]))}
        </PrimaryButton>
      ) : null}
      <Ways notice={notice} spoken={`${notice.title[language]}。${plainNotice(body)}`} />
    </>
  )
}

function Attachments({ of: { attachments } }: { of: Notice }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  if (attachments.length === 0) return null
  const pictures = attachments.filter(({ kind }) => kind === 'image')
  // an end that cannot leave gives the address to be opened elsewhere
  const open = (url: string) =>
    platform.elsewhere
      ? platform.elsewhere.leaveFor(media(url))
      : void platform.copy(media(url)).then(({ ok }) => ok && toast(common.copied))
  return (
    <CellGroup title={say(words.attachments)}>
      {attachments
        .filter(({ kind }) => kind !== 'image')
        .map(({ id, type, url }, at) => (
          <Cell key={id} id={`document-${id}`} icon="list" title={say(words.document(at + 1))} hint={type} onTap={() => open(url)} />
        ))}
      <Box className="row gap-8 wrap notice-pictures">
        {pictures.map(({ id, thumb }, at) => (
          <Tap
            key={id}
            label={say(words.picture(at + 1))}
            onTap={() =>
              platform.previewPhotos(
                pictures.map(({ url }) => media(url)),
                at,
              )
            }
          >
            <Picture src={media(thumb)} alt={say(words.picture(at + 1))} className="thumb" />
          </Tap>
        ))}
      </Box>
    </CellGroup>
  )
}

function Ways({ notice, spoken }: { notice: Notice; spoken: string }) {
  const say = useSay()
  const { language } = useSettings()
  const { speak } = useClient().platform
  const [speech, setSpeech] = useState<{ stop(): void }>()
  useEffect(() => () => speech?.stop(), [speech])
  return (
    <Box className="row gap-12 wrap">
      {speak ? (
        <LinkButton id="notice-read" icon="speaker" onTap={() => setSpeech(speech ? undefined : speak(spoken))}>
          {say(speech ? words.stop : words.read)}
        </LinkButton>
      ) : null}
      <ShareKey words={words.share} title={notice.title[language]} path={`/m/pkg-gov/notice/index?id=${notice.id}`} />
    </Box>
  )
}
