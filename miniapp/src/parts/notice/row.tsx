import { useSettings } from '@liren/client'
import { type NoticeBrief, noticeCategories } from '@liren/contract/capabilities/notice'
import { Icon } from '@/parts/icon'
import { Tag } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { noticeWords as words } from '@/words/notice'

type Said = Pick<NoticeBrief, 'category' | 'isPinned' | 'shelf'>

/** What kind it is, where nobody may take it for something else: danger, an advert, what is over. */
export function NoticeTags({ category, isPinned, shelf }: Said) {
  const say = useSay()
  const kind = noticeCategories[category].text
  return (
    <>
      {category === 'emergency' ? <Tag tone="danger" icon="warning" words={say(words.emergency)} /> : null}
      {category === 'advert' ? <Tag tone="warning" icon="info" words={say(words.advert)} /> : null}
      {isPinned && category !== 'emergency' ? <Tag tone="accent" icon="flag" words={say(words.pinned)} /> : null}
      {shelf === 'archive' ? <Tag tone="neutral" icon="clock" words={say(words.past)} /> : null}
      {category === 'emergency' || category === 'advert' ? null : <Tag tone="primary" icon="tag" words={say(kind)} />}
    </>
  )
}

/** One notice in a list. */
export function NoticeRow({ notice }: { notice: NoticeBrief }) {
  const say = useSay()
  const { language } = useSettings()
  return (
    <Tap id={`notice-${notice.id}`} className="card stack gap-8" onTap={() => go('/pkg-gov/notice', { id: notice.id })}>
      <Box className="row gap-8 wrap">
        <NoticeTags {...notice} />
        {notice.isRead === false ? <Tag tone="accent" icon="circle" words={say(words.unread)} /> : null}
      </Box>
      <Box className="heading two-lines">{notice.title[language]}</Box>
      <Box className="secondary two-lines">{notice.summary[language]}</Box>
      <Box className="row between gap-8 small">
        <Box className="grow">
          {notice.publisher.name} · <TimeText at={notice.publishedAt} />
        </Box>
        <Icon name="forward" />
      </Box>
    </Tap>
  )
}
