import { alarm, alarmLevels, alarmStates } from '@liren/contract/capabilities/alarm'
import { useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { useMay } from '../../../app/session/store.ts'
import { Facts } from '../../../parts/page/page.tsx'
import { SlaClock } from '../../../parts/tag/sla-clock.tsx'
import { TimeText } from '../../../parts/text/time.tsx'
import { words } from './words.ts'

/** What was raised and how far it has come, as it goes on. */
export function AlarmFacts({ id }: { id: string }) {
  const t = useWords(words)
  const say = useText()
  const may = useMay(alarm.endpoints.read.permission)
  const { data } = useQuery(alarm.endpoints.read, may ? { params: { id } } : null)
  if (!data) return null
  const last = data.timeline.at(-1)
  return (
    <Facts
      columns={1}
      items={[
        { label: t('level'), value: say(alarmLevels[data.level]) },
        { label: t('step'), value: <strong role="status">{say(alarmStates[data.state].text)}</strong> },
        { label: t('handler'), value: data.handler?.name ?? t('nobody') },
        { label: t('device'), value: data.device?.name ?? '–' },
        { label: t('first'), value: <TimeText at={data.firstAt} /> },
        { label: t('due'), value: <SlaClock dueAt={data.dueAt} paused={data.shelvedUntil !== null} /> },
        ...(last?.note ? [{ label: t('last'), value: last.note }] : []),
      ]}
    />
  )
}
