import { type CatalogueDomainItem, catalogueEndpoints } from '@liren/contract/capabilities/catalogue'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './catalogue.module.css'
import { words } from './words.ts'

/** Who may see a kind of data, and who let them. */
export function Grants({ of, onClose }: { of: CatalogueDomainItem | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(catalogueEndpoints.grants, of === undefined ? null : { params: { domain: of.domain } })
  return (
    <RecordDrawer open={of !== undefined} onClose={onClose} title={t('grantsOf', { name: of ? say(of.text) : '' })} width={760}>
      <Shown asked={asked}>
        {({ items, isCut }) =>
          items.length === 0 ? (
            <EmptyState title={t('noGrants')} scene="rest" />
          ) : (
            <>
              {isCut ? <p className={style.hint}>{t('cut')}</p> : null}
              <PlainTable
                caption={t('grantsOf', { name: of ? say(of.text) : '' })}
                heads={(['who', 'role', 'place', 'approvedBy', 'approvedAt'] as const).map((head) => t(head))}
              >
                {items.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">{row.who}</th>
                    <td>{row.role}</td>
                    <td>{row.place}</td>
                    <td>{row.approvedBy ?? t('byHouse')}</td>
                    <td>
                      <TimeText at={row.approvedAt} />
                    </td>
                  </tr>
                ))}
              </PlainTable>
            </>
          )
        }
      </Shown>
    </RecordDrawer>
  )
}
