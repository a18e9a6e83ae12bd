import { type Place, type PlaceKind, place, placeKindTexts } from '@liren/contract/capabilities/place'
import { Form, Popover } from 'antd'
import { useState } from 'react'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FilterChip } from '../filter/filter-menu.tsx'
import { Icon } from '../icon/icon.tsx'
import style from './place.module.css'
import { PlaceTree, placeIcons } from './place-tree.tsx'
import { words } from './words.ts'

interface Props {
  readonly value?: string | undefined
  readonly onChange?: (id: string | undefined, place?: Place) => void
  readonly kinds?: readonly PlaceKind[]
  readonly id?: string
  readonly placeholder?: string
}

/** The name of a place that is known by its id only. */
export function usePlaceName(id: string | undefined): string | undefined {
  const asked = useQuery(place.endpoints.read, id === undefined ? null : { params: { id } })
  return asked.data?.fullName
}

interface PanelProps {
  readonly value?: string | undefined
  readonly onChoose: (place: Place) => void
  readonly kinds?: readonly PlaceKind[] | undefined
  readonly openIds?: readonly string[]
}

/** Tree below, search above: for whoever knows the name and for whoever knows the way. */
export function PlacePanel({ value, onChoose, kinds, openIds = [] }: PanelProps) {
  const t = useWords(words)
  const [text, setText] = useState('')
  return (
    <div className={style.panel} data-own-keys>
      <input
        type="search"
        className={style.find}
        placeholder={t('find')}
        aria-label={t('find')}
        value={text}
        maxLength={60}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={style.scroll}>
        {text.trim() === '' ? (
          <PlaceTree selected={value} onSelect={onChoose} kinds={kinds} openIds={openIds} />
        ) : (
          <PlaceHits text={text.trim()} onChoose={onChoose} kinds={kinds} />
        )}
      </div>
    </div>
  )
}

function PlaceHits({ text, onChoose, kinds }: { text: string; onChoose: (place: Place) => void; kinds: readonly PlaceKind[] | undefined }) {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(place.endpoints.list, { query: { q: text, limit: 30 } })
  const hits = (asked.data ?? []).filter((hit) => kinds === undefined || kinds.includes(hit.kind))
  if (hits.length === 0) return <p className={style.note}>{t(asked.asking ? 'loading' : 'noHit')}</p>
  return (
    <ul className={style.tree}>
      {hits.map((hit) => (
        <li key={hit.id}>
          <button type="button" className={style.hit} onClick={() => onChoose(hit)}>
            <Icon name={placeIcons[hit.kind]} size={16} />
            <span>{hit.fullName}</span>
            <small>{say(placeKindTexts[hit.kind])}</small>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A field of a form that holds a place. */
export function PlacePicker({ value, onChange, kinds, id, placeholder }: Props) {
  const t = useWords(words)
  const [open, setOpen] = useState(false)
  const name = usePlaceName(value)
  const { status } = Form.Item.useStatus()
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={
        <PlacePanel
          value={value}
          kinds={kinds}
          onChoose={(chosen) => {
            onChange?.(chosen.id, chosen)
            setOpen(false)
          }}
        />
      }
    >
      <button type="button" id={id} className={style.field} data-status={status} aria-haspopup="tree" aria-expanded={open}>
        <Icon name="place" size={16} />
        <span data-empty={value === undefined}>{value === undefined ? (placeholder ?? t('choose')) : (name ?? '…')}</span>
        <Icon name="down" size={16} />
      </button>
    </Popover>
  )
}

/** The same as a filter of a list. */
export function FilterPlace({
  label,
  value,
  onChange,
  kinds,
}: {
  label: string
  value: string | undefined
  onChange: (id: string | undefined) => void
  kinds?: readonly PlaceKind[]
}) {
  const t = useWords(words)
  const [open, setOpen] = useState(false)
  const name = usePlaceName(value)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={
        <>
          <PlacePanel
            value={value}
            kinds={kinds}
            onChoose={(chosen) => {
              onChange(chosen.id)
              setOpen(false)
            }}
          />
          {value !== undefined && (
            <button
              type="button"
              className={style.clear}
              onClick={() => {
                onChange(undefined)
                setOpen(false)
              }}
            >
              {t('clear')}
            </button>
          )}
        </>
      }
    >
      <FilterChip label={label} shown={value === undefined ? undefined : (name ?? '…')} />
    </Popover>
  )
}
