import { useCall, useSend } from '@liren/client'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'
import { PlainButton } from '../button'
import { ErrorNote } from '../error-panel'
import { StatusTag } from '../status-tag'
import { TimeText } from '../time-text'
import './nearby-strip.css'

/** Somebody may have said it already: following is one tap, and everybody hears how it goes. */
export function NearbyStrip({ placeId, category }: { placeId: string | undefined; category: string | undefined }) {
  const say = useSay()
  const near = useCall(repairEndpoints.nearby, placeId && category ? { query: { placeId, category } } : null)
  const { send, sending, error } = useSend(repairEndpoints.follow)
  const items = near.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Box className="card" id="nearby" as="section">
      <Box className="heading">{say(words.nearbyTitle(items.length))}</Box>
      <Box className="secondary">{say(words.nearbyBody)}</Box>
      <ErrorNote error={error} />
      {items.map((item) => (
        <Box key={item.id} className="row between gap-8 nearby-row">
          <Box className="grow">
            <Box className="clip">{item.title}</Box>
            <Box className="small row gap-8 wrap">
              <StatusTag state={item.state} />
              <Box>{say(words.nearbyOne(item.followers))}</Box>
              <TimeText at={item.createdAt} />
            </Box>
          </Box>
          <PlainButton
            id={`follow-${item.id}`}
            className="nearby-follow"
            busy={sending}
            disabled={item.following}
            onTap={() => void send({ params: { id: item.id }, body: {} }).then((done) => done && near.reload())}
          >
            {say(item.following ? words.following : words.follow)}
          </PlainButton>
        </Box>
      ))}
    </Box>
  )
}
