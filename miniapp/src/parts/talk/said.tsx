import type { PageState } from '@liren/client'
import { useClient } from '@liren/client'
import { askKinds, type TalkWord } from '@liren/contract/capabilities/housekeeper'
import { Box, Picture, Tap } from '@/platform/elements'
import { media } from '@/platform/media'
import { useSay } from '@/words/kit'
import { photoWords } from '@/words/report'
import { talkWords as words } from '@/words/talk'
import { CursorList } from '../cursor-list'
import { EmptyState } from '../empty-state'
import { Tag } from '../status-tag'
import { TimeText } from '../time-text'
import './talk.css'

/** What the two said, newest first; one's own words stand on the right. */
export function Said({ of, side }: { of: PageState<TalkWord>; side: TalkWord['side'] }) {
  const say = useSay()
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {say(words.said)}
      </Box>
      <CursorList
        of={of}
        shape="rows"
        keyOf={({ id }) => id}
        empty={
          <Box className="card">
            <EmptyState scene="calm" title={say(words.nothingSaid)} />
          </Box>
        }
      >
        {(word) => <Word word={word} mine={word.side === side} />}
      </CursorList>
    </Box>
  )
}

function Word({ word, mine }: { word: TalkWord; mine: boolean }) {
  const say = useSay()
  const { platform } = useClient()
  const look = (at: number) =>
    platform.previewPhotos(
      word.photos.map(({ url }) => media(url)),
      at,
    )
  return (
    <Box className={`talk-word ${mine ? 'talk-mine' : ''}`} role="listitem">
      <Box className="row gap-8 wrap small">
        {word.author} <TimeText at={word.at} />
      </Box>
      <Box className="talk-bubble stack gap-8">
        {word.kind === 'message' ? null : <Tag tone="primary" icon="flag" words={say(askKinds[word.kind])} />}
        <Box className="keep-lines">{word.text}</Box>
        {word.photos.length === 0 ? null : (
          <Box className="row gap-8 wrap">
            {word.photos.map((photo, at) => (
              <Tap key={photo.id} label={say(photoWords.look(at + 1))} onTap={() => look(at)}>
                <Picture src={media(photo.thumb)} alt="" className="thumb" />
              </Tap>
            ))}
          </Box>
        )}
      </Box>
    </Box>
  )
}
