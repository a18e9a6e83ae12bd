import { resource } from '@liren/contract/capabilities/resource'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import type { PanelProps } from '../../app/nav/registry.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { words } from './words.ts'

/** Who counts on a data resource: why it cannot be deleted. */
export default function ResourceUses({ id }: PanelProps) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(resource.endpoints.uses, { params: { id } })
  return (
    <Shown asked={asked}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('unused')} />
        ) : (
          <ul>
            {items.map((use) => (
              <li key={use.kind + use.id}>{say(use.text)}</li>
            ))}
          </ul>
        )
      }
    </Shown>
  )
}
