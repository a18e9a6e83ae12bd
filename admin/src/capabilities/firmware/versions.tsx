import { firmwareEndpoints } from '@liren/contract/capabilities/firmware'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { Card } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { Chip, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

/** Which versions run, product by product; those that are behind first. */
export function Versions() {
  const t = useWords(words)
  const { filters, setFilter } = useListState()
  const asked = useQuery(firmwareEndpoints.running, { query: { placeId: filters.place } })
  const heads = (['product', 'devices', 'newest', 'behind', 'versions'] as const).map((head) => t(head))
  return (
    <div style={{ display: 'grid', gap: 16, justifyItems: 'stretch' }}>
      <div>
        <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
      </div>
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noDevices')} scene="rest" />
          ) : (
            <Card flush>
              <PlainTable caption={t('tabVersions')} heads={heads} minWidth={760}>
                {items.map(({ product, devices, newest, behind, versions }) => (
                  <tr key={product.id}>
                    <th scope="row">{product.name}</th>
                    <td>{devices}</td>
                    <td>{newest ?? t('none')}</td>
                    <td>
                      {newest === null ? (
                        t('none')
                      ) : behind > 0 ? (
                        <StatusTag tone="warning" icon="alert">
                          {t('behindOf', { n: behind })}
                        </StatusTag>
                      ) : (
                        <StatusTag tone="success" icon="check">
                          {t('upToDate')}
                        </StatusTag>
                      )}
                    </td>
                    <td>
                      <span style={{ display: 'flex', flexWrap: 'wrap', gap: 6 }}>
                        {versions.slice(0, 8).map(({ release, devices: n }) => (
                          <Chip key={release ?? '-'}>{t('versionOf', { release: release ?? t('unsaid'), n })}</Chip>
                        ))}
                        {versions.length > 8 ? <Chip>+{versions.length - 8}</Chip> : null}
                      </span>
                    </td>
                  </tr>
                ))}
              </PlainTable>
            </Card>
          )
        }
      </Shown>
    </div>
  )
}
