import { stages } from '@liren/contract/map/stage'
import { type TimelineItem, timelineKinds } from '@liren/contract/map/timeline'
import { Link } from 'react-router'
import { useText, useWords } from '../../../app/language/use.ts'
import { PlainTable } from '../../../parts/table/plain-table.tsx'
import { words } from './words.ts'

/** What the strip shows on the map, as a list. */
export function TimeTable({ items }: { readonly items: readonly TimelineItem[] }) {
  const t = useWords(words)
  const say = useText()
  return (
    <PlainTable caption={t('title')} heads={[t('name'), t('kind'), t('stage'), t('place'), t('from'), t('until')]}>
      {items.map(({ kind, id, revision, name, stage, placeName, from, to }) => (
        <tr key={`${kind}-${id}-${revision}`} data-stands={id}>
          <th scope="row">{kind === 'ifc' ? <Link to={`/map/buildings/${id}`}>{name}</Link> : name}</th>
          <td>{say(timelineKinds[kind])}</td>
          <td>{stage === null ? t('noStage') : say(stages[stage])}</td>
          <td>{placeName}</td>
          <td>{from ?? t('open')}</td>
          <td>{to ?? t('open')}</td>
        </tr>
      ))}
    </PlainTable>
  )
}
