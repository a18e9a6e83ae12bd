import { useCall, useClient, useObservable, useSettings } from '@liren/client'
import { notice as contract } from '@liren/contract/capabilities/notice'
import { LinkButton } from '@/parts/button'
import { Cell } from '@/parts/cell'
import { Icon } from '@/parts/icon'
import { useMe } from '@/parts/me'
import { TimeText } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { noticeWords as words } from '@/words/notice'
import './home.css'

const shown = 3

/** Where somebody looks who has no house here; those who have one are told what is for it without saying. */
export function useNoticePlace(): { readonly placeId: string | undefined; readonly isKnown: boolean } {
  const { community } = useClient()
  const { me } = useMe()
  const estate = useObservable(community)
  const hasHouse = (me?.households.length ?? 0) > 0
  const works = me !== undefined && me.end !== 'resident'
  return { placeId: hasHouse || works ? undefined : estate?.id, isKnown: hasHouse || works || estate !== null }
}

export function useLatestNotices() {
  const { placeId, isKnown } = useNoticePlace()
  const query = { limit: shown, shelf: 'current' as const, ...(placeId === undefined ? {} : { placeId }) }
  const call = useCall(contract.endpoints.list, isKnown ? { query } : null, { keep: true, on: ['message.'] })
  useDidShow(() => void call.reload())
  return call
}
type Latest = ReturnType<typeof useLatestNotices>

/** Danger that concerns whoever looks, above everything else. */
export function EmergencyBar({ of }: { of: Latest }) {
  const { language } = useSettings()
  const urgent = of.data?.items.filter(({ category }) => category === 'emergency') ?? []
  return (
    <>
      {urgent.map(({ id, title }) => (
        <Tap key={id} id={`emergency-${id}`} className="emergency-bar row gap-8" onTap={() => go('/pkg-gov/notice', { id })}>
          <Icon name="warning" />
          <Box className="grow">{title[language]}</Box>
          <Icon name="forward" />
        </Tap>
      ))}
    </>
  )
}

/** The newest few; nothing where none is there, or they could not be had. */
export function LatestNotices({ of }: { of: Latest }) {
  const say = useSay()
  const { language } = useSettings()
  const items = of.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Box as="section" id="home-notices">
      <Box className="row between">
        <Box className="section-title heading" as="h2">
          {say(words.latest)}
        </Box>
        <LinkButton id="all-notices" onTap={() => go('/pkg-gov/notices')}>
          {say(words.all)}
        </LinkButton>
      </Box>
      <Box className="card card-flush">
        {items.map(({ id, title, publisher, publishedAt }) => (
          <Cell
            key={id}
            id={`home-notice-${id}`}
            title={title[language]}
            hint={
              <>
                {publisher.name} · <TimeText at={publishedAt} />
              </>
            }
            onTap={() => go('/pkg-gov/notice', { id })}
          />
        ))}
      </Box>
    </Box>
  )
}
