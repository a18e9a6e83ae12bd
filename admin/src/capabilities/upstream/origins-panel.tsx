import * as archives from '@liren/contract/archive/all'
import { type UpstreamArchive, upstreamEndpoints, upstreamSources } from '@liren/contract/capabilities/upstream'
import { useLocation } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import type { PanelProps } from '../../app/nav/registry.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const pages: Readonly<Record<string, UpstreamArchive>> = { people: 'person', rooms: 'house', vehicles: 'vehicle', spaces: 'space' }

/** Which outside systems spoke of this file, what of and when. */
export default function OriginsPanel({ id }: PanelProps) {
  const t = useWords(words)
  const say = useText()
  const archive = pages[useLocation().pathname.split('/').filter(Boolean)[0] ?? '']
  const asked = useQuery(upstreamEndpoints.origins, archive === undefined ? null : { params: { archive, id } })
  const definition = Object.values(archives).find(({ name }) => name === archive)
  const labelOf = (field: string) => (definition?.fields[field] ? say(definition.fields[field].label) : field)
  const heads = (['system', 'ref', 'firstAt', 'lastAt', 'fields'] as const).map((head) => t(head))
  return (
    <Shown asked={asked}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('noOrigins')} scene="rest" />
        ) : (
          <PlainTable caption={t('title')} heads={heads} minWidth={560}>
            {items.map((one) => (
              <tr key={`${one.system} ${one.ref}`}>
                <th scope="row">
                  {one.system}
                  <div>{say(upstreamSources[one.source])}</div>
                </th>
                <td>{one.ref}</td>
                <td>
                  <TimeText at={one.firstAt} />
                </td>
                <td>
                  <TimeText at={one.lastAt} />
                </td>
                <td>{one.fields.map(({ field }) => labelOf(field)).join('、')}</td>
              </tr>
            ))}
          </PlainTable>
        )
      }
    </Shown>
  )
}
