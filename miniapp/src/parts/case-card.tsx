import { useSettings } from '@liren/client'
import type { RepairSummary } from '@liren/contract/capabilities/repair'
import { Box, Picture, Tap } from '@/platform/elements'
import { media } from '@/platform/media'
import { FlagTags, StatusTag } from './status-tag'
import { SlaClock, TimeText } from './time-text'
import './case-card.css'

/** One repair in a list: what, where, how far, until when. */
export function CaseCard({ repair, onTap, clock }: { repair: RepairSummary; onTap: () => void; clock?: boolean }) {
  const { language } = useSettings()
  const running = repair.state === 'submitted' || repair.state === 'dispatched' ? repair.acceptDueAt : repair.finishDueAt
  const open = !['closed', 'withdrawn', 'returned', 'finished'].includes(repair.state)
  return (
    <Tap className="card case-card" onTap={onTap} id={`case-${repair.id}`}>
      <Box className="row between gap-8 wrap">
        <Box className="row gap-8 wrap">
          <StatusTag state={repair.state} />
          <FlagTags overdue={repair.overdue} dueSoon={repair.dueSoon} emergency={repair.emergency} reopened={repair.reopened} />
        </Box>
        {clock && open ? (
          <SlaClock dueAt={running} paused={repair.state === 'paused'} />
        ) : (
          <TimeText at={repair.createdAt} className="small" />
        )}
      </Box>
      <Box className="row gap-12 case-middle">
        <Box className="grow">
          <Box className="heading two-lines">{repair.title}</Box>
          <Box className="secondary two-lines">{`${repair.category[language]} · ${repair.place.label}`}</Box>
          <Box className="small number">{repair.number}</Box>
        </Box>
        {repair.thumb ? <Picture src={media(repair.thumb)} alt="" className="thumb" /> : null}
      </Box>
    </Tap>
  )
}
