import { ifcKinds } from '@liren/contract/map/ifc'
import type { IfcModelElement } from '@liren/contract/map/ifc-model'
import { Button } from 'antd'
import { useText, useWords } from '../../../app/language/use.ts'
import { PlainTable } from '../../../parts/table/plain-table.tsx'
import { words } from './words.ts'

interface Props {
  readonly elements: readonly IfcModelElement[]
  readonly chosen?: string | undefined
  readonly onChoose?: ((element: IfcModelElement) => void) | undefined
}

const deep = (elements: readonly IfcModelElement[]): ReadonlyMap<string, number> => {
  const depth = new Map<string, number>()
  // parents stand before their children
  for (const { guid, parent } of elements) depth.set(guid, parent === null ? 0 : (depth.get(parent) ?? -1) + 1)
  return depth
}

/** Elements as a tree in a table: what each is, how high it lies, and what of ours it is. */
export function IfcRows({ elements, chosen, onChoose }: Props) {
  const t = useWords(words)
  const say = useText()
  const depth = deep(elements)
  const heads = [t('element'), t('kind'), t('elevation'), t('ours'), t('attached')]
  const ours = ({ placeName, floor, kind }: IfcModelElement) =>
    placeName ?? (kind === 'storey' && floor !== null ? t('floor', { floor }) : kind === 'storey' || kind === 'space' ? t('noMatch') : '')
  return (
    <PlainTable caption={t('structure')} heads={heads} minWidth={520}>
      {elements.map((one) => (
        <tr key={one.guid} data-guid={one.guid} aria-current={one.guid === chosen ? 'true' : undefined}>
          <th scope="row" style={{ paddingInlineStart: 16 + 14 * (depth.get(one.guid) ?? 0), fontWeight: one.guid === chosen ? 600 : 400 }}>
            {onChoose ? (
              <Button type="link" size="small" style={{ paddingInline: 0 }} title={one.guid} onClick={() => onChoose(one)}>
                {one.name || one.longName || t('unnamed')}
              </Button>
            ) : (
              one.name || one.longName || t('unnamed')
            )}
          </th>
          <td>{say(ifcKinds[one.kind])}</td>
          <td>{one.kind === 'storey' && one.elevation !== null ? t('metres', { metres: one.elevation }) : ''}</td>
          <td>{ours(one)}</td>
          <td>{one.entries > 0 ? one.entries : ''}</td>
        </tr>
      ))}
    </PlainTable>
  )
}
