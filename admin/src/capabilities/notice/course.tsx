import { type NoticeDraft, type NoticeStep, noticeSteps } from '@liren/contract/capabilities/notice'
import { useText, useWords } from '../../app/language/use.ts'
import type { Status } from '../../parts/tag/status-tag.tsx'
import { Timeline } from '../../parts/timeline/timeline.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<NoticeStep, Status>> = {
  submit: { tone: 'info', icon: 'send' },
  approve: { tone: 'success', icon: 'check' },
  return: { tone: 'warning', icon: 'undo' },
  publish: { tone: 'success', icon: 'megaphone' },
  withdraw: { tone: 'neutral', icon: 'ban' },
}

/** Who took which step when, and in which words; the newest first. */
export function Course({ draft }: { draft: NoticeDraft }) {
  const t = useWords(words)
  const say = useText()
  if (draft.steps.length === 0) return <p>{t('noSteps')}</p>
  const moments = draft.steps.map(({ step, at, by, opinion }, index) => ({
    ...looks[step],
    id: String(index),
    at,
    title: say(noticeSteps[step].text),
    who: by?.name ?? t('byClock'),
    children: opinion,
  }))
  return <Timeline moments={moments.reverse()} />
}
