import { allSources } from '@liren/contract/archive/index'
import { Button } from 'antd'
import { type Paged, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useAddedFields, useAddedText } from '../../parts/custom/use-custom.ts'
import { Shown } from '../../parts/state/shown.tsx'
import { type Moment, Timeline } from '../../parts/timeline/timeline.tsx'
import style from './archive.module.css'
import { archiveCalled } from './known.ts'
import { linkText } from './link-text.ts'
import { useValueText } from './value.tsx'
import { words } from './words.ts'

interface Change {
  readonly id: string
  readonly at: string
  readonly by: string | null
  readonly action:
    | 'created'
    | 'updated'
    | 'retired'
    | 'restored'
    | 'verified'
    | 'linked'
    | 'unlinked'
    | 'moved'
    | 'merged'
    | 'unmerged'
    | 'tagged'
    | 'untagged'
  readonly source: string | null
  readonly reason: string | null
  readonly changes: readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[]
}

const looks = {
  created: ['success', 'plus'],
  updated: ['info', 'edit'],
  moved: ['info', 'go'],
  verified: ['success', 'check'],
  retired: ['warning', 'ban'],
  restored: ['success', 'undo'],
  linked: ['info', 'link'],
  unlinked: ['neutral', 'link'],
  merged: ['info', 'copy'],
  unmerged: ['info', 'undo'],
  tagged: ['info', 'flag'],
  untagged: ['neutral', 'flag'],
} as const

const most = 8

/** The life of a file: who changed what, before and after; sealed values only as far as a mask leaves them. */
export function ArchiveHistory({ name, id }: { name: string; id: string }) {
  const { definition, endpoints } = archiveCalled(name)
  const t = useWords(words)
  const say = useText()
  const valueText = useValueText(definition)
  const asked = usePages(endpoints.history, { params: { id }, query: { limit: 20 } }) as unknown as Paged<Change>
  const added = useAddedFields(name)
  const addedText = useAddedText()
  const addedOf = (field: string) => added.find(({ code }) => field === `custom.${code}`)
  const labelOf = (field: string) => {
    const known = definition.fields[field]
    if (known) return say(known.label)
    const own = addedOf(field)
    if (own) return say(own.label)
    if (field === 'place' || field === 'state' || field === 'merge') return t(`change_${field}`)
    return say(definition.groups.find((group) => group.name === field)?.text) || say(linkText(field))
  }
  const told = (field: string, value: string | null) => {
    const known = definition.fields[field]
    if (value === null) return t('none')
    if (field === 'state') return t(value === 'retired' || value === 'merged' ? value : 'active')
    if (field === 'merge') return `…${value.slice(-6)}`
    const own = addedOf(field)
    if (own) return addedText(own, value)
    return known ? valueText(field, known.kind === 'flag' ? value === '1' : value) : value
  }
  const moment = (change: Change): Moment => {
    const [tone, icon] = looks[change.action]
    const isLink = change.action === 'linked' || change.action === 'unlinked'
    const source = change.source === null ? '' : say(allSources.find((entry) => entry.code === change.source)?.text)
    return {
      id: change.id,
      at: change.at,
      tone,
      icon,
      title: t(`change_${change.action}`),
      who: change.by ?? t('system'),
      children: (
        <>
          {[source, change.reason].filter(Boolean).join(' · ')}
          <ul className={style.changes}>
            {change.changes.slice(0, most).map((entry) => (
              <li key={entry.field}>
                {labelOf(entry.field)}
                {!isLink && change.action !== 'verified' && (
                  <>
                    {'：'}
                    {entry.before !== null && <del>{told(entry.field, entry.before)}</del>} {entry.before !== null && '→'}{' '}
                    {told(entry.field, entry.after)}
                  </>
                )}
              </li>
            ))}
            {change.changes.length > most && <li>… {change.changes.length - most}</li>}
          </ul>
        </>
      ),
    }
  }
  return (
    <Shown asked={asked}>
      {(changes) => (
        <>
          <Timeline moments={changes.map(moment)} />
          {asked.more && (
            <Button onClick={asked.next} loading={asked.asking}>
              {t('more')}
            </Button>
          )}
        </>
      )}
    </Shown>
  )
}
