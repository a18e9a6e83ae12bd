import { placeKindTexts } from '@liren/contract/capabilities/place'
import type { Me } from '@liren/contract/capabilities/session'
import { session } from '@liren/contract/capabilities/session'
import { App, Popover } from 'antd'
import { useState } from 'react'
import { Icon } from '../../parts/icon/icon.tsx'
import { useAction } from '../api/use.ts'
import { useLanguage, useText, useWords } from '../language/use.ts'
import { sessionStore, useMe } from '../session/store.ts'
import style from './layout.module.css'
import own from './place-switcher.module.css'
import { words } from './words.ts'

type PlaceRef = Me['places'][number]

const depthOf = (place: PlaceRef, all: readonly PlaceRef[]): number =>
  all.filter((other) => other.path !== place.path && place.path.startsWith(other.path)).length

/** Narrows every page to one of the places this person works for. */
export function PlaceSwitcher() {
  const t = useWords(words)
  const say = useText()
  const language = useLanguage()
  const me = useMe()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const { run, running } = useAction(session.endpoints.switchIdentity)
  const places = [...me.places].sort((one, other) => one.path.localeCompare(other.path))
  const shown = places.filter((place) => place.name.includes(text.trim()))
  const current = me.place?.name ?? (places.length === 1 ? places[0]?.name : t('allPlaces'))

  const choose = async (placeId: string | null) => {
    const next = await run({ body: { end: me.end, placeId } })
    if (next === undefined) return
    sessionStore.enter(next)
    setOpen(false)
    void message.success(next.place?.name ?? t('allPlaces'))
  }

  if (places.length <= 1) {
    return (
      <span className={own.only}>
        <Icon name="place" /> <span className={style.placeName}>{current}</span>
      </span>
    )
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      content={
        <div className={own.panel} aria-busy={running}>
          {places.length > 8 && (
            <input
              type="search"
              className={own.filter}
              placeholder={t('placeFilter')}
              aria-label={t('placeFilter')}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
          <ul className={own.list} lang={language === 'zh' ? 'zh-CN' : 'en'}>
            {text === '' && (
              <li>
                <button type="button" className={own.row} aria-pressed={me.place === null} onClick={() => choose(null)}>
                  <Icon name="tree" size={16} />
                  <span>{t('allPlaces')}</span>
                  {me.place === null && <Icon name="check" size={16} />}
                </button>
              </li>
            )}
            {shown.map((place) => (
              <li key={place.id}>
                <button
                  type="button"
                  className={own.row}
                  aria-pressed={me.place?.id === place.id}
                  style={{ paddingInlineStart: 10 + (text === '' ? depthOf(place, places) * 16 : 0) }}
                  onClick={() => choose(place.id)}
                >
                  <Icon name="place" size={16} />
                  <span>{place.name}</span>
                  <small>{say(placeKindTexts[place.kind])}</small>
                  {me.place?.id === place.id && <Icon name="check" size={16} />}
                </button>
              </li>
            ))}
          </ul>
        </div>
      }
    >
      <button type="button" className={style.placeButton} aria-label={`${t('place')}: ${current}`} aria-expanded={open}>
        <Icon name="place" />
        <span className={style.placeName}>{current}</span>
        <Icon name="down" size={16} />
      </button>
    </Popover>
  )
}
