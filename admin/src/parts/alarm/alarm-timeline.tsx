import { type Alarm, alarmActions, alarmHappenings } from '@liren/contract/capabilities/alarm'
import { useText, useWords } from '../../app/language/use.ts'
import type { IconName } from '../icon/shapes.ts'
import type { Tone } from '../notice/notice.tsx'
import { PhotoStrip } from '../photo/photo-strip.tsx'
import { Timeline } from '../timeline/timeline.tsx'
import { words } from './words.ts'

type Step = Alarm['timeline'][number]['action']

const looks: Readonly<Record<Step, readonly [Tone, IconName]>> = {
  raise: ['danger', 'siren'],
  again: ['danger', 'refresh'],
  worsen: ['danger', 'flag'],
  over: ['success', 'undo'],
  escalate: ['warning', 'flag'],
  order: ['primary', 'job'],
  push: ['primary', 'send'],
  report: ['primary', 'send'],
  receipt: ['success', 'check'],
  failed: ['danger', 'alert'],
  accept: ['primary', 'check'],
  handle: ['accent', 'hand'],
  close: ['success', 'check'],
  return: ['warning', 'undo'],
  shelve: ['neutral', 'pause'],
  wake: ['primary', 'play'],
  merge: ['neutral', 'link'],
  split: ['neutral', 'link'],
  note: ['neutral', 'message'],
}

const texts = { ...alarmActions, ...Object.fromEntries(Object.entries(alarmHappenings).map(([name, text]) => [name, { text }])) }

/** How it went, newest first. */
export function AlarmTimeline({ entries }: { entries: Alarm['timeline'] }) {
  const t = useWords(words)
  const say = useText()
  const moments = [...entries].reverse().map((entry) => {
    const [tone, icon] = looks[entry.action]
    return {
      ...{ id: entry.id, at: entry.at, tone, icon, who: entry.actor ?? t('house') },
      title: say((texts as Record<string, { text: { zh: string; en: string } }>)[entry.action]?.text),
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
