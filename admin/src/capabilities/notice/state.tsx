import { type NoticeState, noticeStates } from '@liren/contract/capabilities/notice'
import { useText } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'

const looks: Readonly<Record<NoticeState, Status>> = {
  draft: { tone: 'neutral', icon: 'edit' },
  submitted: { tone: 'info', icon: 'hourglass' },
  returned: { tone: 'warning', icon: 'undo' },
  scheduled: { tone: 'primary', icon: 'clock' },
  published: { tone: 'success', icon: 'check' },
  withdrawn: { tone: 'neutral', icon: 'ban' },
}

export function NoticeTag({ state }: { state: NoticeState }) {
  const say = useText()
  return <StatusTag {...looks[state]}>{say(noticeStates[state])}</StatusTag>
}
