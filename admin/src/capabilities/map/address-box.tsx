import { map } from '@liren/contract/capabilities/map'
import type { MapAddress } from '@liren/contract/map/answers'
import { Popover } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { SearchField } from '../../parts/filter/search-field.tsx'
import style from './map.module.css'
import { words } from './words.ts'

/** From an address to its place on the map. */
export function AddressBox({ onChoose }: { onChoose: (address: MapAddress) => void }) {
  const t = useWords(words)
  const [q, setQ] = useState('')
  const { data } = useQuery(map.endpoints.geocode, q === '' ? null : { query: { q } })
  const choose = (address: MapAddress) => {
    setQ('')
    onChoose(address)
  }
  return (
    <Popover
      open={q !== '' && data !== undefined}
      trigger={[]}
      placement="bottomLeft"
      arrow={false}
      content={
        data?.items.length === 0 ? (
          <p role="status">{t('noAddress')}</p>
        ) : (
          <ul className={style.hits} aria-label={t('found')}>
            {data?.items.map((address) => (
              <li key={address.placeId}>
                <button type="button" onClick={() => choose(address)}>
                  {address.address}
                </button>
              </li>
            ))}
          </ul>
        )
      }
    >
      <div>
        <SearchField value={q} onChange={setQ} placeholder={t('find')} />
      </div>
    </Popover>
  )
}
