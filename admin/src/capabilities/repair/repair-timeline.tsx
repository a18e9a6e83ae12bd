import { type Repair, type RepairAction, repairActions } from '@liren/contract/capabilities/repair'
import { useText, useWords } from '../../app/language/use.ts'
import type { IconName } from '../../parts/icon/shapes.ts'
import type { Tone } from '../../parts/notice/notice.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { Timeline } from '../../parts/timeline/timeline.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<'create' | RepairAction, readonly [Tone, IconName]>> = {
  create: ['info', 'message'],
  dispatch: ['primary', 'go'],
  grab: ['primary', 'hand'],
  accept: ['primary', 'check'],
  decline: ['warning', 'undo'],
  transfer: ['primary', 'go'],
  arrive: ['primary', 'place'],
  pause: ['neutral', 'pause'],
  resume: ['primary', 'play'],
  finish: ['accent', 'check'],
  confirm: ['success', 'check'],
  rate: ['success', 'star'],
  reopen: ['warning', 'refresh'],
  return: ['neutral', 'undo'],
  resubmit: ['info', 'send'],
  withdraw: ['neutral', 'ban'],
  urge: ['warning', 'bell'],
  note: ['neutral', 'message'],
  follow: ['neutral', 'users'],
  escalate: ['danger', 'flag'],
}

/** How it went, newest first, with the photos of each step. */
export function RepairTimeline({ entries }: { entries: Repair['timeline'] }) {
  const t = useWords(words)
  const say = useText()
  const moments = [...entries].reverse().map((entry) => {
    const [tone, icon] = looks[entry.action]
    return {
      id: entry.id,
      at: entry.at,
      tone,
      icon,
      title: entry.action === 'create' ? t('action_create') : say(repairActions[entry.action].text),
      who: entry.actor === null ? t('role_system') : `${t(`role_${entry.actor.role}`)} ${entry.actor.name}`,
      children: (entry.note !== null || entry.photos.length > 0) && (
        <>
          {entry.note && <p>{entry.note}</p>}
          <PhotoStrip photos={entry.photos} size={72} />
        </>
      ),
    }
  })
  return <Timeline moments={moments} />
}
