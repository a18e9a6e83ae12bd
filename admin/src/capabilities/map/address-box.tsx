import { map } from '@liren/contract/capabilities/map'
import { matchTexts, missingTexts, type ResolvedPlace } from '@liren/contract/map/resolve'
import { Popover } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { SearchField } from '../../parts/filter/search-field.tsx'
import style from './map.module.css'
import { words } from './words.ts'

/** From an address or a code to its place on the map, with the word on how it was understood. */
export function AddressBox({ onChoose }: { onChoose: (place: ResolvedPlace) => void }) {
  const t = useWords(words)
  const say = useText()
  const [q, setQ] = useState('')
  const { data } = useQuery(map.endpoints.resolve, q === '' ? null : { query: { q } })
  const choose = (place: ResolvedPlace) => {
    setQ('')
    onChoose(place)
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
            {data?.items.map((place) => (
              <li key={place.placeId}>
                <button type="button" disabled={place.longitude === null} onClick={() => choose(place)}>
                  {place.label}
                  <small>
                    {[
                      say(matchTexts[place.match.by]),
                      ...place.match.missing.map((what) => say(missingTexts[what])),
                      ...(place.longitude === null ? [t('notPlaced')] : []),
                    ].join(' · ')}
                  </small>
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
