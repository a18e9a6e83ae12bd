import { device } from '@liren/contract/capabilities/device'
import { Button } from 'antd'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import type { IconName } from '../../parts/icon/shapes.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Timeline } from '../../parts/timeline/timeline.tsx'
import { words } from './words.ts'

const icons = {
  registered: 'plus',
  adopted: 'hand',
  changed: 'edit',
  activated: 'play',
  maintaining: 'settings',
  stopped: 'pause',
  resumed: 'play',
  retired: 'ban',
  served: 'check',
  'secret-issued': 'key',
} as const satisfies Record<string, IconName>
const isKnown = (action: string): action is keyof typeof icons => action in icons

/** What was done to the device since it was registered. */
export function History({ id }: { id: string }) {
  const t = useWords(words)
  const asked = usePages(device.endpoints.history, { params: { id }, query: { limit: 30 } })
  return (
    <Shown asked={asked} empty={{ when: (items) => items.length === 0, show: <EmptyState title={t('noHistory')} scene="rest" /> }}>
      {(items) => (
        <>
          <Timeline
            moments={items.map((entry) => ({
              id: entry.id,
              at: entry.at,
              icon: isKnown(entry.action) ? icons[entry.action] : 'dot',
              tone: entry.action === 'retired' ? 'neutral' : 'primary',
              title: isKnown(entry.action) ? t(`h_${entry.action}`) : entry.action,
              who: entry.actorName,
              children: entry.note,
            }))}
          />
          {asked.more && (
            <Button loading={asked.asking} onClick={asked.next}>
              …
            </Button>
          )}
        </>
      )}
    </Shown>
  )
}
