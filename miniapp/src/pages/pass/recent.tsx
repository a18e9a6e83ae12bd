import { useCall } from '@liren/client'
import { passageEndpoints } from '@liren/contract/capabilities/passage'
import { PlainButton } from '@/parts/button'
import { Loaded } from '@/parts/loaded'
import { PassageRow } from '@/parts/passage-row'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { passageWords } from '@/words/hint'
import { passWords as words } from '@/words/home'
import { useSay } from '@/words/kit'

const shown = 3

/** The last passages of the household, and the way to all of them. */
export function Recent() {
  const say = useSay()
  const call = useCall(passageEndpoints.own, { query: { limit: shown } }, { keep: true })
  useDidShow(() => void call.reload())
  usePull(call.reload)
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.recent)}
      </Box>
      <Loaded of={call} shape="cards">
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <Box className="card secondary">{say(passageWords.noneBody)}</Box>
            ) : (
              items.map((passage) => <PassageRow key={passage.id} passage={passage} />)
            )}
            <PlainButton id="all-passages" onTap={() => go('/pkg-house/passages')}>
              {say(words.all)}
            </PlainButton>
          </>
        )}
      </Loaded>
    </Box>
  )
}
