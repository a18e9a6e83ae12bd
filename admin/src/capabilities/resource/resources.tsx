import { Segmented } from 'antd'
import { Suspense } from 'react'
import { useAddress } from '../../app/address.ts'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { say } from '../../app/language/words.ts'
import { mayOpen } from '../../app/nav/menu.ts'
import { viewsOf } from '../../app/nav/shared.ts'
import { usePermissions } from '../../app/session/store.ts'
import { ArchivePage } from '../../engines/archive/page.tsx'
import { TableBones } from '../../parts/state/bones.tsx'
import { words } from './words.ts'

/** Data resources and device resources side by side: each list with its own columns, filters and records. */
export default function Resources() {
  const t = useWords(words)
  const language = useLanguage()
  const held = usePermissions()
  const [address, change] = useAddress()
  const views = viewsOf('resources').filter((view) => mayOpen(view, held))
  const shown = views.find(({ key }) => key === address.get('of'))
  const switcher = (
    <Segmented
      aria-label={t('which')}
      style={{ marginBlockEnd: 16 }}
      value={shown?.key ?? 'data'}
      onChange={(of) =>
        // filters and the open record belong to the list that is left
        change((params) => {
          for (const name of [...params.keys()]) params.delete(name)
          if (of !== 'data') params.set('of', of)
        })
      }
      options={[{ value: 'data', label: t('data') }, ...views.map(({ key, title }) => ({ value: key, label: say(language, title) }))]}
    />
  )
  if (shown === undefined) return <ArchivePage name="resource" title={t('title')} below={switcher} />
  return (
    <Suspense fallback={<TableBones />}>
      <shown.View title={t('title')} below={switcher} />
    </Suspense>
  )
}
